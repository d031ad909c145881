package bulletin

import (
	"strings"

	"tongbao/server/ledger"
)

// problemKind is one kind of problem, the words by which it is told, and what
// is asked of the units that have it.
type problemKind struct {
	name     string
	words    []string
	required string
}

// problemKinds are the kinds in the order they are told; the last takes what
// no other knows a word of.
func problemKinds() []problemKind {
	return []problemKind{
		{
			"征收拆迁和用地方面",
			[]string{"征地", "征收", "拆迁", "征拆", "征迁", "弃土", "签约", "用地", "土地", "搬迁", "迁改", "交地", "地块", "青苗", "补偿"},
			"有关责任单位要会同属地依法依规推进征收和用地保障，明确完成时间。",
		},
		{
			"资金方面",
			[]string{"资金", "经费", "拨付", "配套款", "融资", "欠款"},
			"有关责任单位要落实年度计划资金，加快拨付，专款专用。",
		},
		{
			"前期和手续办理方面",
			[]string{"手续", "审批", "立项", "选址", "规划", "设计", "方案", "可研", "路由", "招标", "招投标", "采购", "前期", "环评", "许可", "报批", "批复", "公示", "牌照", "施工图"},
			"有关责任单位要倒排工作节点，加快手续办理，为后续实施创造条件。",
		},
		{
			"配套保障方面",
			[]string{"供电", "电力", "增容", "光缆", "通信", "供水", "燃气"},
			"有关责任单位要会同供电、通信等单位加快接入，明确完成时间。",
		},
		{
			"群众工作方面",
			[]string{"居民意见", "居民意愿", "居民对", "群众意见", "业主", "物业", "不同意", "意愿", "征集"},
			"有关责任单位要会同属地做好政策解释和群众工作，尽早形成一致意见。",
		},
		{
			"施工和验收方面",
			[]string{"验收", "完工", "竣工", "施工", "进度", "工期", "开工", "降雨", "雨季", "汛", "材料", "管材", "砂石", "到货", "停工", "用工", "队伍", "疫情", "工程"},
			"有关责任单位要在保证质量和安全的前提下合理安排工序，加快施工进度，及时组织验收。",
		},
		{"其他方面", nil, "有关责任单位要逐项研究，明确措施和时限。"},
	}
}

// kindOf is the index of the kind whose word a problem names first.
func kindOf(kinds []problemKind, problem string) int {
	kind, first := len(kinds)-1, len(problem)
	for k := range kinds {
		for _, w := range kinds[k].words {
			if at := strings.Index(problem, w); at >= 0 && at < first {
				kind, first = k, at
			}
		}
	}
	return kind
}

// requirements is 存在问题和下一步要求, drafted from the reports. The public
// edition has no problems, only what is to be done.
func (d *draft) requirements() []Paragraph {
	open := where(&d.s.Main, func(st *ledger.Standing) bool {
		return st.Verdict != ledger.Completed && st.Verdict != ledger.NoTask
	})
	if len(open) == 0 {
		return nil
	}
	if d.public() {
		return []Paragraph{d.prose().say("各责任单位将对照年度目标任务，加快推进各项工作，确保按期完成。").paragraph()}
	}
	paragraphs := d.problems(open)
	return append(paragraphs, d.nextStep(len(paragraphs)))
}

// problems groups the reported problems by kind. A problem of a laggard stands
// among 滞后项目 already and is only named here; the others are told.
func (d *draft) problems(open []*ledger.Standing) []Paragraph {
	kinds := problemKinds()
	groups := make([][]*ledger.Standing, len(kinds))
	for _, st := range open {
		if st.Report == nil {
			continue
		}
		problem := d.reported(st, st.Report.Problems)
		if problem == "" || nothing[problem] {
			continue
		}
		k := kindOf(kinds, problem)
		groups[k] = append(groups[k], st)
	}
	var paragraphs []Paragraph
	for k, of := range groups {
		if len(of) == 0 {
			continue
		}
		t := d.titled(len(paragraphs)+1, kinds[k].name)
		var told, late []*ledger.Standing
		for _, st := range of {
			if st.Verdict.Late() {
				late = append(late, st)
			} else {
				told = append(told, st)
			}
		}
		if len(late) > 0 {
			t.say("涉及滞后项目").count(kinds[k].name+"滞后项目数", len(late), cellsOfAll(late)...).say(d.measure + "：")
			t.titles("存在问题项目", late).say("。")
		}
		for _, st := range told {
			t.project("存在问题项目", st).say("：")
			t.fig("存在问题", d.reported(st, st.Report.Problems), st.Report.Cell).say("。")
		}
		paragraphs = append(paragraphs, t.say(kinds[k].required).paragraph())
	}
	return paragraphs
}

// nextStep is what the office asks of everybody, of laggards and of those who
// did not report.
func (d *draft) nextStep(before int) Paragraph {
	t := d.prose()
	if before > 0 {
		t = d.titled(before+1, "下一步要求")
	}
	if d.s.Main.Counts.Late() > 0 {
		t.say("滞后项目的责任单位要逐项分析原因，明确整改措施和完成时限，下期报送时说明整改情况。")
	}
	if d.s.Main.Counts.Of(ledger.NotReported) > 0 {
		t.say("未报送的责任单位要尽快补报，今后按时报送。")
	}
	if d.s.AsOf.Month == 12 {
		return t.say("尚未完成的项目，责任单位要抓紧推进，尽快完成年度目标任务。").paragraph()
	}
	return t.say("各责任单位要对照年度目标任务和序时进度，确保按期完成。").paragraph()
}
