package workbook

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// shown is a sheet's cells, rows on lines, each with its address and text.
func shown(s *grid.Sheet) string {
	var b strings.Builder
	for _, r := range s.Rows {
		for c := range r.Cells() {
			b.WriteString(c.String() + "=" + c.Text + " ")
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

func TestCSV(t *testing.T) {
	gb := func(s string) string {
		out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		check(t, err)
		return out
	}
	utf16 := func(s string) string { return "\xff\xfe" + string(utf16LE(s)) }
	const table = "序号,项目\r\n1,改造\r\n"
	const want = "A1=序号 B1=项目 A2=1 B2=改造"
	for _, c := range []struct{ name, data, want string }{
		{"UTF-8", table, want},
		{"UTF-8 with a mark", "\ufeff" + table, want},
		{"GBK", gb(table), want},
		{"GB 18030 beyond GBK", gb("序号,项目\n1,㐀😀\n"), "A1=序号 B1=项目 A2=1 B2=㐀😀"},
		{"UTF-16", utf16(table), want},
		{"UTF-16 by tabs", utf16("序号\t项目\n1\t改造"), want},
		{"semicolons", "序号;项目\n1;改造", want},
		{"tabs with commas within", "序号\t项目\n1\t道路,桥梁,涵洞\n2\t学校,医院,车站\n", "A1=序号 B1=项目 A2=1 B2=道路,桥梁,涵洞 A3=2 B3=学校,医院,车站"},
		{"a title above", "附件1\n民生实事项目表\n序号,项目,单位\n1,改造,市住建局\n", "A1=附件1 A2=民生实事项目表 A3=序号 B3=项目 C3=单位 A4=1 B4=改造 C4=市住建局"},
		{"declared", "sep=;\r\n序号;项\n1;a,b,c\n", "A1=序号 B1=项 A2=1 B2=a,b,c"},
		{"quotes", "序号,项目\n1,\"道路,改造\"\"一期\"\"\"\n2,\"两\r\n行\"\n", "A1=序号 B1=项目 A2=1 B2=道路,改造\"一期\" A3=2 B3=两\n行"},
		{"a quote inside", "序号,项目\n1,5\"管\n", "A1=序号 B1=项目 A2=1 B2=5\"管"},
		{"blank rows and fields", "序号,,项目\n\n,,\n1,,改造\n", "A1=序号 C1=项目 A4=1 C4=改造"},
		{"old Mac line ends", "序号,项目\r1,改造", want},
		{
			"as Excel would", "数,比,日,码,号\n25,60%,2020/3/31,001,320802199001011234\n-3.50,0.5%,3月底,=\"007\",1.50\n",
			"A1=数 B1=比 C1=日 D1=码 E1=号 A2=25 B2=60% C2=2020/3/31 D2=001 E2=320802199001011234 A3=-3.5 B3=0.5% C3=3月底 D3=007 E3=1.5",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			book := opened(t, []byte(c.data))
			if got := shown(&book.Sheets[0]); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
			if book.Sheets[0].Name != "表" {
				t.Errorf("sheet %q", book.Sheets[0].Name)
			}
		})
	}
}

func TestCSVKinds(t *testing.T) {
	row := opened(t, []byte("a,b,c,d\n25,60%,001,2020/3/31\n")).Sheets[0].Rows[1]
	for i, want := range []grid.Kind{grid.Number, grid.Number, grid.Text, grid.Text} {
		if c := row.Cell(i); c.Kind != want || c.Percent != (i == 1) {
			t.Errorf("%+v", c)
		}
	}
}

func TestCSVDamaged(t *testing.T) {
	const rows = "序号,项目\n1,改造\n2,新建\n3,扩建\n"
	for _, c := range []struct{ name, data, says string }{
		{"quote not closed", rows + "4,\"改", "第 5 行附近损坏：引号没有配对"},
		{"text behind a quote", rows + "4,\"改\"造\n", "第 5 行附近损坏：引号之后"},
		{"no encoding", rows + strings.Repeat("4,改造\n", 1000) + "4,\xff\xff\n", "UTF-8 也不是 GBK"},
		{"half of UTF-16", "\xff\xfea\x00,\x00b\x00\n\x00c", "UTF-16"},
		{"control characters behind", rows + strings.Repeat("4,改造\n", 1000) + "5,\x00\n", "不允许的字符"},
		{"a cell without end", rows + "4," + strings.Repeat("长", 33000) + "\n", "32767"},
		{"too many columns", rows + strings.Repeat(",", maxCol+1) + "1", "列数超过"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open("表.csv", []byte(c.data), DefaultLimits())
			if ledger.CodeOf(err) != ledger.CodeInvalid || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}
