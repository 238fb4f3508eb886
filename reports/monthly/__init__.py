"""客服月度分析: 次数, 完好率, 满意率 of a month, estate by estate, as a PDF and as a workbook."""
