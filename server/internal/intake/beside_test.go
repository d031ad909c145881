package intake

import (
	"reflect"
	"testing"
)

func TestTablesSideBySide(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // cell number period cumulative
	}{
		{"two periods, a column between", `
2020年一季度进展情况表|<|<|<||2020年二季度进展情况表|<|<|<
序号|项目名称|累计完成|是否达序时||序号|项目名称|累计完成|是否达序时
1|小区|12|是||1|小区|22|是
2|公厕|3|否||2|公厕|5|否
`, []string{"A3 1 2020Q1 12", "A4 2 2020Q1 3", "F3 1 2020Q2 22", "F4 2 2020Q2 5"}},
		{"one table in two stacks under one title", `
2020年一季度进展情况表|<|<|<|<|<
序号|项目名称|累计完成|序号|项目名称|累计完成
1|小区|12|3|公园|22
2|公厕|3|||
`, []string{"A3 1 2020Q1 12", "A4 2 2020Q1 3", "D3 3 2020Q1 22"}},
		{"an empty column within one table parts nothing", `
2020年一季度进展情况表|<|<|<|<
类别|序号||项目名称|累计完成
城建|1||小区|12
`, []string{"B3 1 2020Q1 12"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			d := Read(book(sheet("表", c.text)))
			var got []string
			for _, p := range d.Progress {
				got = append(got, p.Cell.Ref+" "+p.No+" "+p.Period+" "+show(p.Cumulative))
			}
			if !reflect.DeepEqual(got, c.want) || len(d.Findings) > 0 {
				t.Errorf("got %v, findings %v", got, codes(d.Findings))
			}
		})
	}
}

// A table goes on under its title with （续）, and ends before signatures, dates and
// seals.
func TestPagesAndSignatures(t *testing.T) {
	d := Read(book(sheet("表", `
2020年民生实事项目表|<|<|<
序号|项目名称|主要内容|责任单位
1|公厕|新建公厕10座|市城管局
2020年民生实事项目表（续）|<|<|<
序 号|项目名称|主要内容|责任单位
2|小区|改造小区7个|市住建局
填表人：李四|||审核人：王五
2020年3月2日|<|<|<
填报单位（盖章）|||
`)))
	if len(d.Projects) != 2 || d.Projects[1].Category != "" || len(d.Findings) > 0 {
		t.Errorf("%+v, findings %v", d.Projects, codes(d.Findings))
	}
	want := []OtherRow{{"表", 4, "head"}, {"表", 5, "head"}, {"表", 7, "note"}, {"表", 8, "note"}, {"表", 9, "note"}}
	if !reflect.DeepEqual(d.Other, want) {
		t.Errorf("other rows %v", d.Other)
	}
}
