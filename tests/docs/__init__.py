"""What is written about kpibot, against what there is."""
