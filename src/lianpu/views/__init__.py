"""tables, figures, sentences, workbook, report; computes nothing new."""
