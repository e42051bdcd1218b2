"""Results for correction in Label Studio, doccano and Prodigy, and the corrected files back."""
