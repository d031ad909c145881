package intake

import (
	"strings"

	"tongbao/server/internal/wording"
)

// field is what a column holds.
type field string

// The fields of all layouts.
const (
	fieldNo        field = "no"
	fieldSub       field = "sub"
	fieldSeries    field = "series"
	fieldCategory  field = "category"
	fieldName      field = "name"
	fieldContent   field = "content"
	fieldNature    field = "nature"
	fieldSchedule  field = "schedule" // 进度要求 in prose, all quarters in one cell
	fieldDue       field = "due"      // a column of its own for one quarter or date
	fieldDeadline  field = "deadline"
	fieldPlanStart field = "planStart"

	fieldLead        field = "lead"        // 牵头, 主办
	fieldResponsible field = "responsible" // a bare 责任单位
	fieldLocal       field = "local"
	fieldPartner     field = "partner"
	fieldLeader      field = "leader"

	fieldTotal   field = "total"
	fieldPlanned field = "planned"
	fieldSource  field = "source" // 资金来源
	fieldAmount  field = "amount"
	fieldShare   field = "share" // a column for one area or one source
	fieldSum     field = "sum"   // 合计

	fieldUnit      field = "unit"
	fieldArea      field = "area"
	fieldIndicator field = "indicator"
	fieldMeasure   field = "measure"
	fieldTarget    field = "target"

	fieldDone         field = "done"
	fieldIncrement    field = "increment"
	fieldRate         field = "rate"
	fieldStarted      field = "started"
	fieldStartRate    field = "startRate"
	fieldFinished     field = "finished"
	fieldFinishRate   field = "finishRate"
	fieldDeclared     field = "declared"
	fieldStage        field = "stage"
	fieldStep         field = "step" // 前期｜开工｜主体｜完工｜验收, marked with √
	fieldStartedOn    field = "startedOn"
	fieldInvested     field = "invested"
	fieldInPlace      field = "inPlace"
	fieldInPlaceRate  field = "inPlaceRate"
	fieldInvestRate   field = "investRate"
	fieldProblems     field = "problems"
	fieldRequest      field = "request"
	fieldNext         field = "next"
	fieldPeriod       field = "period"
	fieldAsOf         field = "asOf"
	fieldFiled        field = "filed"
	fieldReceived     field = "received" // of a matter list
	fieldState        field = "state"    // of a matter list
	fieldClosed       field = "closed"   // 办结时间 of a matter list
	fieldSatisfaction field = "satisfaction"
	fieldSupervised   field = "supervised" // 重点督办
	fieldAppeal       field = "appeal"     // 诉求内容
	fieldContent2     field = "measures"   // 推进措施, kept with the project's content
	fieldAside        field = "aside"      // known, and of no use to the ledger
	fieldAmbiguous    field = "ambiguous"  // 进度, 单位: its cells decide
	fieldKey          field = "key"        // 台账编号, hidden: what a row of the product's own form reports
)

// synonyms are the head words seen in the wild, in simplified script, without
// spaces and brackets. A word may stand under several fields; the layout and
// the cells decide between them.
var synonyms = map[field]string{
	fieldNo:          "序号 序 编号 项目编号 项目序号 实事序号 总序号 号 任务序号 清单序号 任务编号 工程编号 事项编号 No NO no",
	fieldSub:         "子项 子序号 分项 分项序号 小项 小序号 分序号 子项序号 子项目序号",
	fieldSeries:      "清单 系列 所属清单",
	fieldCategory:    "类别 类型 项目类别 工程类别 领域 大类 实事类别 所属类别 十大工程 方面 板块 分类 任务类别 项目分类",
	fieldName:        "项目名称 名称 民生实事 民生实事项目 实事项目 实事 工程 工程名称 工作任务 重点工作 任务内容 任务名称 项目 事项 事项名称 实事名称 实事项目名称 重点任务 工程项目 民生项目 民生实事名称 民生实事项目名称 为民办实事项目 为民实事 实施项目 具体项目 任务 实事内容 项目工程名称 办实事项目 工作事项 任务事项",
	fieldContent:     "主要内容 建设内容 具体内容 工作内容 主要建设内容 建设内容及规模 内容 年度目标任务 目标任务 年度目标 主要任务 项目内容 年度工作目标 工作目标 目标内容 具体任务 建设规模及内容 建设规模及主要内容 任务目标 目标要求 年度任务 建设任务 主要目标任务 年度主要任务 工作要求 实施内容 主要目标 任务分解 年度工作任务 目标任务内容 主要工作内容",
	fieldContent2:    "推进措施 工作举措 主要措施",
	fieldNature:      "建设性质 项目性质 性质 新建续建 新建或续建 项目类型",
	fieldSchedule:    "进度要求 序时进度 时间节点 节点目标 进度安排 序时进度要求 序时进度安排 时间节点安排 推进计划 工作进度 工作进度要求 时间进度 时序进度 进度计划 时间安排 季度目标 分季度目标 进度目标 实施进度 节点计划 序时计划 推进节点 时序安排 阶段目标 季度节点目标 各季度进度要求 工作节点 年度推进计划 实施计划 时间进度安排 进度时间安排 工作进度安排 实施进度安排 阶段安排 阶段任务 推进安排",
	fieldDeadline:    "完成时限 完成时间 竣工时间 计划竣工时间 时限要求 完成期限 时限 计划完成时间 办结时限 拟竣工时间 完成时间节点 计划完工时间 完工时间 要求完成时间 办理时限 完成日期",
	fieldPlanStart:   "计划开工时间 拟开工时间 开工计划 计划开工",
	fieldLead:        "牵头单位 牵头部门 牵头责任单位 主办单位 牵头责任部门 主办部门 责任牵头单位 市级牵头单位 市牵头单位 区牵头单位 主责单位 牵头 主办 主要责任单位 第一责任单位 牵头责任 总牵头单位",
	fieldResponsible: "责任单位 责任部门 项目责任单位 责任科室 承办单位 责任主体 责任单位名称 主体责任单位 责任分工 具体责任单位 任务责任单位 实施责任单位 项目单位 负责单位 落实单位 落实部门 责任落实单位 承担单位 完成单位 办理单位 承办部门 办理部门 承办责任单位",
	fieldLocal:       "属地 属地单位 属地责任单位 实施主体 实施单位 属地政府 建设单位 属地责任 实施主体单位 实施地区 建设主体",
	fieldPartner:     "协办单位 配合单位 配合部门 共同责任单位 责任协办单位 协助单位 参与单位 协办部门 协同单位 协同部门 共同责任部门 配合责任单位 参加单位 协办 配合 共同责任 协作单位 联办单位 配合协办单位",
	fieldLeader:      "分管领导 责任领导 区政府分管领导 市政府分管领导 分管市领导 分管区领导 分管县领导 牵头领导 挂钩领导 市分管领导 包保领导 挂帅领导 联系领导 领导 分管负责人 区分管领导 市领导 责任人 分管副市长",

	fieldTotal:   "总投资 计划总投资 投资总额 项目总投资 总投资额 概算总投资 总投入 投资规模 投资概算",
	fieldPlanned: "年度计划投资 计划投资 当年计划投资 本年计划投资 年度投资计划 年度投资 今年计划投资 年计划投资 当年计划 年度计划投资额 本年度计划投资 投资计划 当年投资",
	fieldSource:  "资金来源 来源 资金渠道 筹资渠道 资金来源渠道 资金安排 诉求来源 事项来源 来源渠道 受理渠道 渠道 问题来源",
	fieldAmount:  "金额 资金 资金额 投入金额 筹集金额 资金数额 资金数",
	fieldSum:     "合计 总计 小计 全市 全市合计 总数 合计数 共计 全区 总量 全市总数",

	fieldUnit:      "填报单位 上报单位 报送单位 填报部门 报送部门 汇报单位 报告单位",
	fieldArea:      "县区 地区 市县区 县市区 区县 各县区 辖区 所属县区 所属地区 所在县区 所在地区 县区园区 县区名称 地区名称 区域 市县 县市 所属区域 板块地区",
	fieldIndicator: "指标 指标名称 任务指标 具体指标 建设指标 考核指标 主要指标 指标内容 目标名称 子目标 分项指标 目标事项 目标任务名称 任务分项 分项任务 计量指标 分项内容",
	fieldMeasure:   "计量单位 数量单位 度量单位 量词 指标单位",
	fieldTarget:    "目标 年度目标 目标值 目标任务 任务数 年度任务 目标数 计划数 全年目标 年度任务数 目标任务数 全年任务 目标数量 年度目标值 任务量 年度目标任务 全年目标任务 年度目标数 计划任务数 年度计划 计划完成数 全年计划 年度任务量 数量 年度计划数 全年任务数 年目标 目标任务量 目标总数 任务总数",

	fieldDone:        "累计完成 累计完成数 累计 实际完成 完成数 累计完成量 累计完成情况 实际完成数 累计完成任务数 已完成 完成量 累计数 本年累计 年初至今累计 年初以来累计 累计实际完成 截至目前完成 截止目前完成 已完成数 截至目前累计完成 截止目前累计完成 完成任务数 实际 完成 实绩 累计完成值 完成数量 实际完成量 累计实绩 累计完成数量 至本期累计 至本季累计 本年累计完成 目前完成数 年累计完成 完成值 累计值 累计办理 完成实绩 本年累计完成数 累计已完成 截至季末累计完成 季末累计完成",
	fieldIncrement:   "本月完成 本季度完成 本季完成 本期新增 较上季增减 本月新增 本期完成 当月完成 本季新增 本季度新增 本月完成数 本季度完成数 较上期增减 较上月增减 比上期增减 新增",
	fieldRate:        "完成率 完成比例 完成年度百分比 占年度目标 完成百分比 完成占比 工程进度 完成进度 占年度目标比例 年度完成率 目标完成率 任务完成率 占目标 完成年度目标比例 占全年目标比例 占年度任务 进度百分比 累计完成率 百分比 占年度目标百分比 完成年度目标 占年度计划 完成年度任务比例 占全年任务 完成比 完成年度目标百分比 工程量完成率",
	fieldStarted:     "开工数 累计开工 已开工 开工 开工数量 累计开工数 已开工数 实际开工 开工个数 已开工数量 开工情况 累计已开工 实际开工数",
	fieldStartRate:   "开工率 累计开工率 开工比例 开工百分比",
	fieldFinished:    "完工数 已完工 竣工数 累计完工 建成数 完工 竣工 累计竣工 建成 完工数量 累计完工数 已竣工 已建成 已完工数 累计建成 竣工数量 实际完工 完工个数 累计已完工 已完工数量 投用数 实际完工数",
	fieldFinishRate:  "完工率 竣工率 建成率 完工比例 累计完工率 竣工比例 建成比例 完工占比 竣工占比 完工百分比",
	fieldDeclared:    "是否达序时 是否完成季度目标 目标完成情况 亮灯 是否达到序时进度 自评 序时情况 进度评价 是否达序时进度 是否达到序时 自评情况 是否序时 亮灯情况 进度状态 序时进度情况 达序时情况 完成状态 自评结论 是否按序时推进 进展评价 是否符合序时 推进状态 是否完成目标 项目状态 是否正常推进 自评进度 是否完成 进度研判 红黄绿灯 状态 是否按期 序时进度完成情况 进度自评 单位自评 自我评价",
	fieldStage:       "形象进度 当前进展 进展情况 工程进展 进展 工作进展 目前进展 项目进展 工作进展情况 进展情况说明 完成情况说明 推进情况 实施进展 项目进展情况 具体进展 目前进展情况 工程形象进度 最新进展 进度情况 主要进展 完成进展情况 工作推进情况 进展描述 当前形象进度 目前形象进度 工程进展情况",
	fieldStartedOn:   "开工时间 是否开工 实际开工时间 开工日期",
	fieldInvested:    "累计完成投资 完成投资 已完成投资 投资完成额 累计投资 累计完成投资额 投资完成 实际完成投资 已投资 完成投资额 本年累计完成投资 年度累计完成投资 投资完成情况 累计已完成投资 年度完成投资",
	fieldInvestRate:  "投资完成率 投资完成比例 支付率 资金支付率 完成投资比例 年度投资完成率",
	fieldInPlace:     "资金到位 到位资金 已到位资金 资金到位情况 到位资金额 累计到位资金 资金到位额",
	fieldInPlaceRate: "资金到位率 到位率",
	fieldProblems:    "存在问题 存在主要问题 主要问题 困难 存在困难 存在困难及问题 存在的问题 问题 困难和问题 问题及原因 存在的主要问题 存在问题及原因 滞后原因 存在问题和困难 存在困难和问题 未达序时原因 问题困难 主要困难 未完成原因 问题与困难",
	fieldRequest:     "需协调事项 需市级协调事项 需要协调解决的问题 需协调解决事项 需协调解决问题 需要协调事项 需协调解决的问题 建议 需区级协调事项 协调事项 需市协调事项 请求事项",
	fieldNext:        "下一步打算 下步计划 工作措施 销号情况 下一步工作 下一步举措 下一步工作打算 下步打算 下一步计划 下步工作 下一步工作计划 整改措施 下一步措施 下步措施 下一步 下一阶段计划 下步工作打算 下步工作计划 下步举措 下一步安排 下阶段计划 下一步工作措施 推进计划安排 下阶段打算",
	fieldPeriod:      "报送周期 时期 期别 周期 季度 月份 报告期 填报周期 统计周期",
	fieldAsOf:        "截止日 截止日期 截至日期 数据截止日 统计截止日 截止时间",
	fieldFiled:       "填报时间 填报日期 上报时间 报送时间 报送日期 上报日期",

	fieldReceived:     "受理时间 受理日期 交办时间 来件时间 交办日期 登记时间 收件时间 来电时间 受办时间 反映时间 接收时间",
	fieldState:        "办理状态 办结情况 办理情况 办理结果 是否办结 办理进度 办理进展 处理状态 处理结果 答复情况 当前状态",
	fieldClosed:       "办结时间 办结日期 完结时间 办复时间 办复日期 答复时间 反馈时间 结案时间",
	fieldSatisfaction: "满意度 群众满意度 满意情况 满意度评价 群众评价 满意率 回访结果 回访满意度 评价 评价结果",
	fieldSupervised:   "重点督办 是否重点督办 督办 是否督办 重点督办件 重点事项",
	fieldAppeal:       "诉求内容 诉求 反映问题 反映内容 来信内容 问题内容 留言内容 诉求事项 事项内容 来件内容 群众诉求 诉求摘要 诉求主题 微幸福事项 民声事项",
	fieldAside:        "备注 说明 佐证材料 附件 填表人 填报人 审核人 联系人 联系电话 电话 手机 佐证 联系方式 分管负责同志 经办人 建设地点 项目地点 地点 实施地点 地址 惠及人数 受益人数 受益群体 责任科长 上级文件 政策依据 依据 复核人 一季度目标 二季度目标 三季度目标 四季度目标 序时要求 上期开工数 上期累计完成 上期完工数 上期完成率 上期累计投资",
	fieldKey:          "台账编号",

	fieldAmbiguous: "进度 单位 完成情况 完成节点 节点要求 目前进度 当前进度 实施情况 实施进度情况 任务完成情况 本季度目标 本季目标 本期目标 任务完成进度 截至目前进度",
}

// steps are the heads of columns that a √ marks, from first to last.
var steps = []string{"前期", "前期工作", "开工", "在建", "主体", "主体施工", "完工", "竣工", "验收", "投用", "投入使用"}

// candidates says for a head word which fields it may name.
var candidates = func() map[string][]field {
	m := make(map[string][]field)
	for _, f := range fieldOrder {
		for _, w := range strings.Fields(synonyms[f]) {
			m[w] = append(m[w], f)
		}
	}
	return m
}()

// fieldOrder is the order in which fields are preferred where a layout does
// not decide.
var fieldOrder = []field{
	fieldNo, fieldSub, fieldSeries, fieldName, fieldCategory, fieldContent, fieldContent2, fieldNature,
	fieldSchedule, fieldDeadline, fieldPlanStart, fieldLead, fieldResponsible, fieldLocal, fieldPartner,
	fieldLeader, fieldTotal, fieldPlanned, fieldSource, fieldAmount, fieldSum, fieldUnit, fieldArea,
	fieldIndicator, fieldMeasure, fieldTarget, fieldDone, fieldIncrement, fieldRate, fieldStarted,
	fieldStartRate, fieldFinished, fieldFinishRate, fieldDeclared, fieldStage, fieldStartedOn,
	fieldInvested, fieldInvestRate, fieldInPlace, fieldInPlaceRate, fieldProblems, fieldRequest,
	fieldNext, fieldPeriod, fieldAsOf, fieldFiled, fieldReceived, fieldState, fieldClosed, fieldSatisfaction,
	fieldSupervised, fieldAppeal, fieldAside,
	fieldKey, fieldAmbiguous,
}

// traces are parts of longer head words that are not in the table, tried in
// order, the telling ones first.
var traces = []struct {
	part string
	f    field
}{
	{"序号", fieldNo},
	{"编号", fieldNo},
	{"共同责任", fieldPartner},
	{"协办", fieldPartner},
	{"配合", fieldPartner},
	{"协同", fieldPartner},
	{"分管领导", fieldLeader},
	{"责任领导", fieldLeader},
	{"市领导", fieldLeader},
	{"区领导", fieldLeader},
	{"牵头及责任", fieldResponsible},
	{"牵头和责任", fieldResponsible},
	{"牵头", fieldLead},
	{"主办", fieldLead},
	{"属地", fieldLocal},
	{"实施主体", fieldLocal},
	{"责任单位", fieldResponsible},
	{"责任部门", fieldResponsible},
	{"落实单位", fieldResponsible},
	{"承办", fieldResponsible},
	{"填报单位", fieldUnit},
	{"填报日期", fieldFiled},
	{"填报时间", fieldFiled},
	{"存在", fieldProblems},
	{"协调", fieldRequest},
	{"下一步", fieldNext},
	{"下步", fieldNext},
	{"投资完成率", fieldInvestRate},
	{"完成投资", fieldInvested},
	{"投资完成", fieldInvested},
	{"到位率", fieldInPlaceRate},
	{"资金到位", fieldInPlace},
	{"总投资", fieldTotal},
	{"计划投资", fieldPlanned},
	{"资金来源", fieldSource},
	{"开工率", fieldStartRate},
	{"完工率", fieldFinishRate},
	{"竣工率", fieldFinishRate},
	{"完成率", fieldRate},
	{"完成比例", fieldRate},
	{"百分比", fieldRate},
	{"占年度", fieldRate},
	{"占全年", fieldRate},
	{"占目标", fieldRate},
	{"完成进度", fieldRate},
	{"达序时", fieldDeclared},
	{"达到序时", fieldDeclared},
	{"形象进度", fieldStage},
	{"完成时限", fieldDeadline},
	{"完成时间", fieldDeadline},
	{"竣工时间", fieldDeadline},
	{"进度要求", fieldSchedule},
	{"序时进度", fieldSchedule},
	{"节点目标", fieldSchedule},
	{"时间节点", fieldSchedule},
	{"进度安排", fieldSchedule},
	{"时间安排", fieldSchedule},
	{"累计完成", fieldDone},
	{"累计开工", fieldStarted},
	{"累计完工", fieldFinished},
	{"累计竣工", fieldFinished},
	{"完成数", fieldDone},
	{"开工数", fieldStarted},
	{"完工数", fieldFinished},
	{"实际完成", fieldDone},
	{"进展", fieldStage},
	{"计量单位", fieldMeasure},
	{"指标", fieldIndicator},
	{"项目名称", fieldName},
	{"实事名称", fieldName},
	{"任务名称", fieldName},
	{"诉求", fieldAppeal},
	{"内容", fieldContent},
	{"目标任务", fieldContent},
	{"民生实事", fieldName},
	{"实事项目", fieldName},
}

// headWord is a head's text as the table of synonyms spells it: simplified
// script, half width, without spaces, signs and brackets; and what the brackets
// held (万元, %).
func headWord(text string) (word, bracket string) {
	s := wording.Plain(text)
	var w, b strings.Builder
	depth := 0
	previous := ' '
	for _, r := range s {
		if strings.ContainsRune("-—–~～", r) && (previous >= '0' && previous <= '9' || previous == '月') {
			r = '至'
		}
		switch {
		case strings.ContainsRune("(（[〔【", r):
			depth++
		case strings.ContainsRune(")）]〕】", r):
			if depth > 0 {
				depth--
			}
		case strings.ContainsRune(" \t\r\n\u3000\u00a0:：*、，,。;；/／·.-—_“”\"%％", r):
			if r == '%' || r == '％' {
				b.WriteRune('%')
			} else if depth > 0 {
				b.WriteRune(r)
			}
		case depth > 0:
			b.WriteRune(r)
		default:
			w.WriteRune(r)
		}
		previous = r
	}
	if w.Len() == 0 {
		return b.String(), ""
	}
	return w.String(), b.String()
}

// fieldsOf are the fields a head word may name, and whether it stands in the
// table as it is; a word with only a trace of a known one is a guess.
func fieldsOf(word string) (fields []field, sure bool) {
	if word == "" {
		return nil, false
	}
	if f := candidates[word]; f != nil {
		return f, true
	}
	// Year or period in front: 2020年计划投资, 1-3月累计完成, 截至3月底完成数.
	if rest := trimPeriod(word); rest != word && rest != "" {
		if f := candidates[rest]; f != nil {
			return f, true
		}
	}
	if len([]rune(word)) > 14 {
		return nil, false
	}
	for _, t := range traces {
		if strings.Contains(word, t.part) {
			return []field{t.f}, false
		}
	}
	return nil, false
}
