package intake

import (
	"fmt"
	"strings"

	"tongbao/server/ledger"
)

// words are what one code says: the message (what was seen and which rule it
// meets) and the remedy. {name} stands for an argument.
type words struct{ message, hint string }

// saying holds the words of every code. Alternatives that need other words are
// keyed code/variant.
var saying = map[string]words{
	CodeNoHeader:                    {"没有找到可以识别的表头", "请在表格上方保留一行表头，至少写明“序号”“项目名称”和“责任单位”（项目表）或“累计完成”“是否达序时”（进展表）"},
	CodeNoHeader + "/seen":          {"表头“{value}”看不出是项目表、进展表、任务分解表还是资金安排表", "项目表应有主要内容、责任单位等列；进展表应有累计完成、是否达序时、形象进度等列"},
	CodeNoNumber:                    {"“{name}”没有序号", "请填写序号，同一序号下的分项用①②③标明"},
	CodeNoNumber + "/seen":          {"序号“{value}”无法识别", "序号请写作 1、一、（一）或 1①"},
	CodeNoName:                      {"序号{no}没有项目名称", "请填写项目名称"},
	CodeNoContent:                   {"编号{no}没有诉求内容", "请填写诉求内容；没有这件事的，请删去该行"},
	CodeClosedEarly:                 {"办结时间{value}早于受理时间{expected}", "请核对两个时间"},
	CodeStateContradicts:            {"办理状态“{value}”与办结时间{closed}矛盾", "已按办理状态计数，请核对：已办结的改正状态，未办结的删去办结时间"},
	CodeNotClosed:                   {"办理状态“{value}”没有填写办结时间", "请补填办结时间"},
	CodeUnknownState:                {"办理状态“{value}”看不出是否办结，已按办结时间记为“{expected}”", "请填写“待办理”“办理中”“已答复”“已办结”“已回访”或“已退回”"},
	CodeNoUnit:                      {"编号{value}没有写明承办单位", "请填写承办单位"},
	CodeMissingMatter:               {"台账中尚未办结的民声事项本表没有：{value}", "台账保持原样；已办结的请补报，不再办理的请注明“已退回”"},
	CodeNoLead:                      {"项目{value}没有写明责任单位（牵头单位）", "请在责任单位一栏写明由谁牵头；本级没有任务的，写“无任务”"},
	CodeNoYear:                      {"标题、工作表名和文件名中都没有年份", "请在标题中写明年度，如“2020年民生实事项目表”"},
	CodeNoPeriod:                    {"看不出这是哪一期的进展", "请在标题中写明周期，如“2020年一季度”，或在上报时选择周期"},
	CodeUnknownUnit:                 {"单位“{value}”不在本级单位名录中", "请改用名录中的名称；确属新单位的，请办公室先登记"},
	CodeUnknownUnit + "/near":       {"单位“{value}”不在本级单位名录中，最接近的是“{near}”", "请改用名录中的名称；确属同一单位的，请办公室登记为别名"},
	CodeUnknownProject:              {"项目“{value}”不在本年度计划中", "请核对序号和项目名称"},
	CodeUnknownProject + "/near":    {"项目“{value}”不在本年度计划中，最接近的是“{near}”", "请核对序号和项目名称"},
	CodeUnknownHeading:              {"表头没有写明这些数字属于哪个项目", "请在表头或标题中写明项目名称"},
	CodeUnknownHeading + "/seen":    {"指标“{value}”在本年度计划中没有对应的项目", "请把表头改为项目名称或目标任务中的说法；不属于本计划的，请另表上报"},
	CodeUnknownHeading + "/near":    {"指标“{value}”看不出属于哪一个项目，最接近的是“{near}”", "请把表头改为该项目的名称或目标任务中的说法"},
	CodeUnknownIndicator:            {"指标“{value}”与项目{project}的任何一项目标都对不上", "该项目的目标是：{near}。请照此填写指标"},
	CodeNumberName:                  {"“{value}”的序号和名称对不上：按序号是“{expected}”，按名称是{near}", "请核对序号和项目名称"},
	CodeUnknownWord:                 {"“{value}”看不出是否达序时", "请填写“是”“否”，或“超序时”“达序时”“基本达序时”“滞后”“严重滞后”“已完成”“未到节点”"},
	CodeOtherUnit:                   {"项目{project}由{expected}牵头，不由“{value}”填报", "请删去该行，或请办公室核对责任单位"},
	CodeOtherUnit + "/near":         {"项目{project}由{expected}牵头，“{value}”牵头的是{near}", "请核对序号和填报单位"},
	CodeOtherPeriod:                 {"表中写的是{value}，本次上报的是{expected}", "请核对周期，选用对应的表格"},
	CodeOtherYear:                   {"这是{value}的表，选定的计划是{expected}年的", "年份写错的，请改正后重新上传；年份不错的，请选定那一年的计划"},
	CodeUnreadableNumber:            {"“{value}”不是可以识别的数字（{head}）", "请只填数字，如 1200 或 1.8万；文字说明写入“形象进度”或“备注”"},
	CodeUnreadableNumber + "/offer": {"“{value}”不是单独的数字（{head}），其中似有：{offer}", "请确认后分别填入开工数、累计完成、完工数等列，文字写入“形象进度”"},
	CodeUnreadableNumber + "/words": {"“{value}”不是数字（{head}）", "请填数字：尚未完成的填 0，没有任务的填 /；文字说明写入“形象进度”或“备注”"},
	CodeIncomplete + "/offer":       {"项目{project}本期应报{expected}，表中没有填；文字里似有：{offer}", "请确认后填入数字列；没有进展的填 0，不要空着"},
	CodeNegative:                    {"“{value}”小于 0（{head}）", "请填写自年初以来的累计数，不能是负数；核减的在“存在问题”中说明"},
	CodeUnreadableDate:              {"“{value}”不是可以识别的日期", "请写作 2020-12-31、2020年12月底或“12月底前”"},
	CodeDuplicateNumber:             {"序号{value}与{other}“{otherName}”重复", "同一清单内序号不能重复，请改正其中一个"},
	CodeDuplicateReport:             {"项目{project}的同一指标在{other}已经填过一次", "请保留一行"},
	CodeSumMismatch:                 {"“{name}”各分项相加（{cells}）得{sum}，与合计{value}不符", "请核对分项和合计"},
	CodeSumMismatch + "/open":       {"“{name}”已列明的资金（{cells}）共{sum}万元，超过总额{value}万元", "请核对各来源金额和总额"},
	CodeSumMismatch + "/target":     {"“{name}”分解到各地区的数量（{cells}）共{sum}，与目标{value}不符", "请核对任务分解数和年度目标"},
	CodeSumMismatch + "/told":       {"“{name}”文字中分解到各地区的数量共{sum}，与目标{value}不符", "请核对各地区的数量和总数"},
	CodeFalling:                     {"累计完成{value}，低于上期的{expected}", "累计数不应减少。确需调减的，请在“存在问题”或备注中说明原因，或在入库时写明原因"},
	CodeIncomplete:                  {"项目{project}本期应报{expected}，表中没有填", "请补填；没有进展的填 0，不要空着"},
	CodeClosedPeriod:                {"{value}已经截止上报", "确需补报或更正的，请与办公室联系，由办公室重新开放后再报"},
	CodeNoValue:                     {"公式没有保存计算结果（{head}）", "请用 Excel 或 WPS 打开，重新计算并保存后再上报"},
	CodeMeasureDiffers:              {"计量单位“{value}”与计划的“{expected}”不一致", "请按计划的计量单位填报"},
	CodeRateAbove100:                {"完成率{value}，超过100%", "请核对；确属超额完成的可以保留"},
	CodeRateAbove100 + "/start":     {"开工数{started}，超过目标{target}", "请核对；确属超额开工的可以保留"},
	CodeRateDiffers:                 {"完成率填的是{value}，按累计完成{done}、目标{target}计算应为{expected}", "请核对累计完成数和完成率"},
	CodeCountsContradict:            {"完工数{value}多于{name}{expected}", "请核对这几个数"},
	CodeContradicts:                 {"自评为“{value}”，但按数据应为“{expected}”", "请核对自评和数据，以数据为准"},
	CodeNoFigure:                    {"“{value}”视为达序时，但没有填数字", "请填写累计完成数或完成率；确实没有数字的可以保留"},
	CodeTextDiffers:                 {"目标填的是{value}，计划为{expected}", "进展表中的目标应与计划一致，请核对"},
	CodeCategoryCount:               {"“{value}”写明{expected}项，实有{found}项", "请核对是否漏行或多行"},
	CodeUnclearSeries:               {"“{value}”看不出是累计数还是本期新增数", "请在数字前写明“累计”，或核对各期之和与全年目标是否一致"},
	CodeUnclearSeries + "/part":     {"“{value}”与目标任务中的数字对不上", "请核对进度要求与目标任务"},
	CodeMissingProject:              {"应由本表填报的项目没有填：{value}", "请补报；确无进展的也要填 0 或说明"},
	CodeNameNear:                    {"“{value}”与已有单位“{near}”很接近", "如属同一单位，请统一名称；如不是，可不理会"},
	CodeTooManyRows:                 {"表中有{value}行，一个文件最多入库{expected}行，没有逐行读取", "请只留下要报送的行，或按县区、周期拆成几个文件"},
	CodeUnreadableFile:              {"{message}", ""},
	CodeHiddenContent:               {"隐藏的工作表“{value}”没有读取", "如需上报，请取消隐藏"},
	CodeHiddenCells:                 {"{value}是隐藏的，其中的内容已一并读取", "请取消隐藏后核对；不应上报的请删除"},
	CodeSheetIgnored:                {"工作表“{value}”没有可以识别的表头，未读取", "如需上报，请补上表头"},
	CodeUnsureColumn:                {"表头“{value}”不是常用写法，暂按“{as}”读取", "请确认这一列是什么；也可以把表头改成常用写法后重新上传"},
	CodeUnreadColumn:                {"看不出“{value}”一列是什么，没有读取", "需要读取的，请指明这一列是什么，或把表头改成常用写法；不需要的可不理会"},
	CodeUnreadColumn + "/other":     {"“{value}”与{other}是同一项数字，只读了{other}", "两列不同的，请指明以哪一列为准"},
	CodeConfirmed:                   {"“{value}”经确认读作{taken}", "入库后作为说明保存；读得不对的，请改正数值或选“不采用”"},
	CodeRenamed:                     {"项目{project}的名称写作“{value}”，计划为“{expected}”", "已按序号对应，请核对"},
}

// Message says in Chinese what was seen and which rule it meets.
func Message(f ledger.Finding) string {
	s := fill(wordsOf(f).message, f.Args)
	if cells := f.Args["cells"]; f.Args["count"] != "" {
		s += fmt.Sprintf("（共%s处", f.Args["count"])
		if cells != "" {
			s += "，另见" + cells
		} else if also := f.Args["also"]; also != "" {
			s += "，另有" + also
		}
		s += "）"
	}
	return s
}

// Hint says in Chinese what to do about it.
func Hint(f ledger.Finding) string { return fill(wordsOf(f).hint, f.Args) }

// Words is a finding as one line: 【项目表 E7】单位“…”…。请….
func Words(f ledger.Finding) string {
	where := strings.TrimSpace(f.Sheet + " " + f.Cell)
	if where != "" {
		where = "【" + where + "】"
	}
	s := where + strings.TrimSuffix(Message(f), "。") + "。"
	if h := Hint(f); h != "" {
		s += h + "。"
	}
	return s
}

// wordsOf chooses the words that fit what the finding knows.
func wordsOf(f ledger.Finding) words {
	variant := ""
	switch {
	case (f.Code == CodeNoHeader || f.Code == CodeNoNumber || f.Code == CodeUnknownHeading && f.Args["near"] == "") && f.Args["value"] != "":
		variant = "/seen"
	case (f.Code == CodeUnknownUnit || f.Code == CodeUnknownProject || f.Code == CodeUnknownHeading || f.Code == CodeOtherUnit) && f.Args["near"] != "":
		variant = "/near"
	case (f.Code == CodeUnreadableNumber || f.Code == CodeIncomplete) && f.Args["offer"] != "":
		variant = "/offer"
	case f.Code == CodeUnreadColumn && f.Args["other"] != "":
		variant = "/other"
	case f.Code == CodeUnreadableNumber && f.Args["words"] != "":
		variant = "/words"
	case f.Code == CodeRateAbove100 && f.Args["started"] != "":
		variant = "/start"
	case f.Code == CodeSumMismatch && f.Args["open"] != "":
		variant = "/open"
	case f.Code == CodeSumMismatch && f.Args["of"] == "target":
		variant = "/target"
	case f.Code == CodeSumMismatch && f.Args["of"] == "told":
		variant = "/told"
	case f.Code == CodeUnclearSeries && f.Args["doubt"] == "unmatched-quantity":
		variant = "/part"
	case (f.Code == CodeNoticeDiffers || f.Code == CodeStatedCount) && f.Args["of"] != "":
		variant = "/" + f.Args["of"]
	}
	for _, all := range []map[string]words{saying, sayingNotices} {
		if w, ok := all[f.Code+variant]; ok {
			return w
		}
	}
	return words{message: f.Code}
}

// fill puts arguments into words.
func fill(s string, args map[string]string) string {
	list := make([]string, 0, 2*len(args))
	for name, value := range args {
		if name != "message" { // a whole sentence already
			value = shorten(value)
		}
		list = append(list, "{"+name+"}", value)
	}
	return strings.NewReplacer(list...).Replace(s)
}

// longest is how many characters of a cell a message repeats.
const longest = 60

func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}
