// Package layouttest holds a made-up bulletin for the tests of what sets and
// writes bulletins.
package layouttest

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/reports/font"
	"tongbao/server/ledger"
	"tongbao/templates"
)

// Faces are the product's own faces, 仿宋 included, loaded once. root is the
// way from the test's directory to the repository's.
func Faces(t testing.TB, root string) *font.Faces {
	t.Helper()
	load.Do(func() {
		faces, loadErr = font.Load(templates.Fonts(), os.DirFS(root+"/"+templates.FangSongDir))
	})
	if loadErr != nil {
		t.Fatal(loadErr)
	}
	return faces
}

var (
	load    sync.Once
	faces   *font.Faces
	loadErr error
)

func text(s string) bulletin.Paragraph { return bulletin.Paragraph{Runs: []bulletin.Run{{Text: s}}} }

// linked is a paragraph whose head points to a project's row.
func linked(to, head, s string) bulletin.Paragraph {
	return bulletin.Paragraph{Lead: head, LeadLink: to, Runs: []bulletin.Run{{Text: s}}}
}

// Document is a bulletin of the first quarter with rows projects in its first
// annex.
func Document(rows int) bulletin.Document {
	date := ledger.Date{Year: 2020, Month: 4, Day: 13}
	const office = "×××市人民政府办公室"
	const name = "2020年第一季度市政府为民办十件实事"
	return bulletin.Document{
		Programme: "sample-2020", Edition: bulletin.Internal, Number: 3, Sample: true,
		Head:     bulletin.Head{Series: "督查通报", Issue: "第3期", Issuer: office, Date: date},
		Title:    office + "关于" + name + "进展情况的通报",
		Greeting: "各县区人民政府，各园区管委会，市各有关部门和单位：",
		Opening:  text("根据《2020年市政府为民办十件实事实施方案》（×政办发〔2020〕1号）要求，现将第一季度进展情况通报如下。"),
		Sections: []bulletin.Section{
			{Key: "overall", Heading: "一、总体进展", Paragraphs: []bulletin.Paragraph{
				text("2020年市政府为民办实事共10件23个项目。截至3月31日，已完成1个（提前完成），超序时4个，达序时13个，滞后3个，严重滞后1个，未报送1个；达序时率78.3%。处于前期阶段9个、在建12个、完工1个、未报送1个。年度计划投资48.62亿元，累计完成9.87亿元，占20.3%。"),
				text("持续提档升级农村公路、扩大基础教育优质资源等6件实事的项目全部达到序时进度；更新改造城乡居民生活服务设施有2个项目滞后。"),
			}},
			{Key: "late", Heading: "二、滞后项目", Paragraphs: []bulletin.Paragraph{
				linked("1", "（一）新改扩建旅游公厕。", "责任单位：市文广旅游局。全年80座，一季度开工率应达20%（16座），已开工11座，开工率13.75%，低于序时6.25个百分点，少开工5座，其中××县少3座、××区少2座。原因：部分选址调整。下一步：4月20日前全部完成选址。"),
				linked("2", "（二）改造老旧小区。", "责任单位：市住建局。全年70个，一季度应开工35个，已开工27个，开工率38.57%，低于序时11.43个百分点，少开工8个。原因：“一户一策”征求意见用时较长，涉及12,600户（其中3幢、5幢、7幢）。下一步：5月底前全部开工；每周调度1次，由市住建局牵头、××区配合。"),
			}},
			{Key: "reporting", Heading: "三、报送情况", Paragraphs: []bulletin.Paragraph{
				text("应报送责任单位18个，按时16个，逾期1个（市××局，逾期3天），未报送1个（市××局，年内第1次，涉及1个项目）；另有××区未报送分解数据，涉及4个项目。"),
			}},
			{Key: "requirements", Heading: "四、存在问题和下一步要求", Paragraphs: []bulletin.Paragraph{
				text("从报送情况看，部分项目前期工作不够扎实，选址、征迁、招标等环节衔接不紧；个别单位报送不及时、口径不一致。各责任单位要对照年度目标，倒排工期，落实到人，确保二季度末全部项目达到序时进度。滞后项目责任单位于4月30日前报送整改措施，市政府督查室将跟踪督办。"),
			}},
		},
		Annexes: []bulletin.Annex{
			projects(name+"进展情况一览表", rows),
			units(name + "责任单位完成情况表"),
		},
		Signature: office, Date: date, Footnote: "此件不予公开",
		Imprint: bulletin.Imprint{
			CopyTo:  "市委办公室，市人大常委会办公室，市政协办公室，市纪委监委机关，市委督查室，市财政局、市审计局。",
			Printer: office, Date: date,
		},
	}
}

var names = []string{
	"新改扩建旅游公厕", "改造城镇老旧小区120个，惠及3.35万户居民", "农村公路提档升级",
	"建设15分钟便民服务圈示范点，推进农贸市场标准化改造和食品快速检测室全覆盖", "城市黑臭水体整治",
	"新建、改扩建公办幼儿园和义务教育学校，新增学位5,800个（其中公办650个）", "低保标准提高至645元/月·人",
}

var verdicts = append(append([]ledger.Verdict{}, ledger.Verdicts...), ledger.OnSchedule, ledger.OnSchedule, ledger.Ahead)

func projects(title string, rows int) bulletin.Annex {
	t := bulletin.Table{Sheet: "一览表", Columns: []bulletin.Column{
		{Head: "序号", Weight: 1, Align: bulletin.Center},
		{Head: "项目", Weight: 6},
		{Head: "责任单位", Weight: 3},
		{Group: "年度目标", Head: "数量", Weight: 2, Align: bulletin.Decimal},
		{Group: "年度目标", Head: "计划投资", Unit: "万元", Weight: 2, Align: bulletin.Decimal},
		{Group: "本期", Head: "应达", Weight: 2, Align: bulletin.Decimal},
		{Group: "本期", Head: "实际", Weight: 2, Align: bulletin.Decimal},
		{Group: "本期", Head: "相差", Unit: "百分点", Weight: 2, Align: bulletin.Decimal},
		{Head: "研判", Weight: 2},
		{Head: "存在问题和下一步措施", Weight: 5},
	}}
	for i := range rows {
		if i%30 == 0 {
			t.Rows = append(t.Rows, bulletin.Row{Kind: bulletin.SectionRow, Cells: []bulletin.Cell{
				{Text: fmt.Sprintf("第%d类　持续提升城乡居民生活品质", i/30+1)},
			}})
		}
		v := verdicts[i%len(verdicts)]
		unit := bulletin.Cell{Text: "市住房和城乡建设局（牵头）、市财政局、市自然资源和规划局", Span: 2}
		if i%2 == 1 {
			unit = bulletin.Cell{Covered: true}
		}
		note := ""
		if v.Late() {
			note = "部分选址调整，前期手续办理较慢；4月20日前全部完成选址，5月底前全面开工。"
		}
		t.Rows = append(t.Rows, bulletin.Row{Kind: bulletin.DataRow, Anchor: fmt.Sprint(i + 1), Cells: []bulletin.Cell{
			{Text: fmt.Sprint(i + 1)},
			{Text: names[i%len(names)]},
			unit,
			{Text: fmt.Sprint(20 + i*7)},
			{Text: fmt.Sprintf("%.2f", 123.4+float64(i)*97.31)},
			{Text: "20%"},
			{Text: fmt.Sprintf("%.2f%%", 13.75+float64(i%40))},
			{Text: fmt.Sprintf("%.2f", float64(i%40)-6.25)},
			{Text: v.Chinese(), Verdict: v},
			{Text: note},
		}})
	}
	t.Rows = append(t.Rows, bulletin.Row{Kind: bulletin.TotalRow, Cells: []bulletin.Cell{
		{}, {Text: "合计"}, {Text: "—"}, {Text: fmt.Sprint(rows * 100)}, {Text: "486200.00"}, {Text: "—"}, {Text: "20.3%"}, {Text: "—"}, {}, {},
	}})
	return bulletin.Annex{Number: 1, Title: title, Landscape: true, Tables: []bulletin.Table{t}, Notes: []string{
		"“应达”为截至3月31日按年度计划应达到的进度，“相差”为实际与应达之差；滞后指相差低于−5个百分点，严重滞后指相差低于−10个百分点。",
		"各项数据由责任单位报送，合计数与分项之和的差异由四舍五入引起。",
	}}
}

func units(title string) bulletin.Annex {
	t := bulletin.Table{Sheet: "责任单位", Columns: []bulletin.Column{
		{Head: "责任单位", Weight: 4},
		{Head: "项目数", Weight: 1, Align: bulletin.Center},
		{Head: "达序时", Weight: 1, Align: bulletin.Center},
		{Head: "滞后", Weight: 1, Align: bulletin.Center},
		{Head: "达序时率", Weight: 2, Align: bulletin.Decimal},
		{Head: "报送", Weight: 2, Align: bulletin.Center},
	}}
	for i := range 18 {
		t.Rows = append(t.Rows, bulletin.Row{Kind: bulletin.DataRow, Cells: []bulletin.Cell{
			{Text: []string{"市住建局", "市文广旅游局", "市人力资源和社会保障局", "市水利局"}[i%4]},
			{Text: fmt.Sprint(i%4 + 1)},
			{Text: fmt.Sprint(i%4 + 1 - i%2)},
			{Text: fmt.Sprint(i % 2)},
			{Text: []string{"100%", "50.0%", "66.7%", "75.0%"}[i%4]},
			{Text: "按时"},
		}})
	}
	return bulletin.Annex{Number: 2, Title: title, Tables: []bulletin.Table{t}}
}
