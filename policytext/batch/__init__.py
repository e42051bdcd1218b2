"""Many documents: which files a folder holds, one record for each, workers, a journal."""
