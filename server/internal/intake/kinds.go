package intake

// warningKinds are the kinds of warning in a few words, in the order in which
// an office chooses which of them ask for an explanation.
var warningKinds = []struct{ code, words string }{
	{CodeRateAbove100, "完成率超过100%"},
	{CodeRateDiffers, "完成率与累计数不符"},
	{CodeCountsContradict, "完工数多于开工或完成数"},
	{CodeContradicts, "自评与数据不符"},
	{CodeTextDiffers, "目标与计划不一致"},
	{CodeMissingProject, "应报项目没有填"},
	{CodeUnknownWord, "自评用语无法识别"},
	{CodeUnclearSeries, "看不出累计还是新增"},
	{CodeRenamed, "项目名称与计划不同"},
	{CodeNameNear, "单位名称与已有的接近"},
	{CodeCategoryCount, "分类项数不符"},
	{CodeNoLead, "没有牵头单位"},
	{CodeNoYear, "没有年份"},
	{CodeHiddenContent, "隐藏的工作表"},
	{CodeHiddenCells, "隐藏的行和列"},
	{CodeSheetIgnored, "没有表头的工作表"},
}

// WarningCodes are the codes of all warnings that may ask for an explanation.
func WarningCodes() []string {
	var codes []string
	for _, k := range warningKinds {
		codes = append(codes, k.code)
	}
	return codes
}

// Kind is a kind of warning in a few words; the code itself for any other.
func Kind(code string) string {
	for _, k := range warningKinds {
		if k.code == code {
			return k.words
		}
	}
	return code
}
