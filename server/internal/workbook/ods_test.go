package workbook

import (
	"strings"
	"testing"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

const odsHead = head + `<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ` +
	`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">` +
	`<office:automatic-styles><number:date-style xmlns:number="n" style:name="N1" xmlns:style="s"><number:year/><number:text>年</number:text><number:month/></number:date-style>` +
	`<style:style xmlns:style="s" style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>` +
	`<style:style xmlns:style="s" style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>` +
	`<office:body><office:spreadsheet>`

// odsParts is an OpenDocument spreadsheet with the given tables.
func odsParts(tables string) map[string]string {
	return map[string]string{
		odsMimetype: "application/vnd.oasis.opendocument.spreadsheet",
		odsManifest: head + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>`,
		odsContent:  odsHead + tables + `</office:spreadsheet></office:body></office:document-content>`,
	}
}

func odsRow(cells string) string {
	return `<table:table table:name="项目表"><table:table-column/><table:table-row>` + cells + `</table:table-row></table:table>`
}

func TestODSCells(t *testing.T) {
	for _, c := range []struct {
		name, xml string
		want      grid.Cell // A1, without its address
	}{
		{"text", `<table:table-cell office:value-type="string"><text:p>市<text:span>住建</text:span>局</text:p></table:table-cell>`, grid.Cell{Kind: grid.Text, Text: "市住建局"}},
		{"paragraphs", `<table:table-cell office:value-type="string"><text:p>一<text:s text:c="2"/>二<text:line-break/>三</text:p><text:p>四<text:tab/></text:p></table:table-cell>`, grid.Cell{Kind: grid.Text, Text: "一  二\n三\n四\t"}},
		{"line ends", `<table:table-cell office:value-type="string"><text:p>一&#13;</text:p><text:p>二&#13;三</text:p></table:table-cell>`, grid.Cell{Kind: grid.Text, Text: "一\n二\n三"}},
		{"line ends of a value", `<table:table-cell office:value-type="string" office:string-value="一&#13;&#10;二"><text:p>一</text:p></table:table-cell>`, grid.Cell{Kind: grid.Text, Text: "一\n二"}},
		{"white space", "<table:table-cell office:value-type=\"string\"><text:p>\n  一 \n <text:span> 二</text:span><text:s/> 三\n</text:p></table:table-cell>", grid.Cell{Kind: grid.Text, Text: "一 二  三 "}},
		{"note left out", `<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>正文</text:p></table:table-cell>`, grid.Cell{Kind: grid.Text, Text: "正文"}},
		{"number", `<table:table-cell office:value-type="float" office:value="1234.50" calcext:value-type="float"><text:p>1,234.50</text:p></table:table-cell>`, grid.Cell{Kind: grid.Number, Text: "1234.5"}},
		{"percent", `<table:table-cell office:value-type="percentage" office:value="0.757"><text:p>76%</text:p></table:table-cell>`, grid.Cell{Kind: grid.Number, Text: "75.7%", Percent: true}},
		{"money", `<table:table-cell office:value-type="currency" office:value="3" office:currency="CNY"><text:p>￥3.00</text:p></table:table-cell>`, grid.Cell{Kind: grid.Number, Text: "3"}},
		{"date", `<table:table-cell office:value-type="date" office:date-value="2020-03-31T08:00:00"/>`, grid.Cell{Kind: grid.Date, Text: "2020-03-31"}},
		{"month", `<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="2020-09-01"/>`, grid.Cell{Kind: grid.Date, Text: "2020-09-01", MonthOnly: true}},
		{"time", `<table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/>`, grid.Cell{Kind: grid.Text, Text: "08:30"}},
		{"true", `<table:table-cell office:value-type="boolean" office:boolean-value="true"/>`, grid.Cell{Kind: grid.Bool, Text: "TRUE"}},
		{"formula", `<table:table-cell table:formula="of:=[.B1]" office:value-type="float" office:value="2"/>`, grid.Cell{Kind: grid.Number, Text: "2", Formula: true}},
		{"formula's empty text", `<table:table-cell table:formula="of:=IF([.B1]=0;&quot;&quot;;1)"/>`, grid.Cell{}},
		{"formula's error", `<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>`, grid.Cell{Kind: grid.Error, Text: "#DIV/0!", Formula: true}},
		{"covered", `<table:covered-table-cell office:value-type="string"><text:p>藏</text:p></table:covered-table-cell>`, grid.Cell{}},
		{"blank", `<table:table-cell/>`, grid.Cell{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			book := opened(t, pack(t, odsParts(odsRow(c.xml))))
			c.want.Address = grid.Address{Col: 1, Row: 1}
			if got := book.Sheets[0].At(c.want.Address); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestODSSheets(t *testing.T) {
	cell := func(text string) string {
		return `<table:table-cell office:value-type="string"><text:p>` + text + `</text:p></table:table-cell>`
	}
	book := opened(t, pack(t, odsParts(`<table:table table:name="表一">`+
		`<table:table-column/><table:table-column-group><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/></table:table-column-group>`+
		`<table:table-column table:number-columns-repeated="16381"/>`+
		`<table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="4" table:number-rows-spanned="2" office:value-type="string"><text:p>题</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="3"/></table:table-row></table:table-header-rows>`+
		`<table:table-row/><table:table-row table:visibility="filter">`+cell("甲")+`<table:table-cell table:number-columns-repeated="2"/>`+cell("丁")+`</table:table-row>`+
		`<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"/></table:table-row>`+
		`<table:table-row table:number-rows-repeated="1048571"/></table:table>`+
		`<table:table table:name="表二" table:style-name="ta2"><table:table-row/></table:table>`)))
	s := &book.Sheets[0]
	if got, want := shown(s), "A1=题 A3=甲 D3=丁 A4=5 B4=5 A5=5 B5=5"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if book.Format != "ods" || s.Hidden || !book.Sheets[1].Hidden || !s.Rows[1].Hidden || s.Rows[0].Hidden {
		t.Error("hidden sheets and rows")
	}
	if len(s.HiddenCols) != 2 || !s.HiddenCols[2] || !s.HiddenCols[3] {
		t.Errorf("hidden columns %v", s.HiddenCols)
	}
	if m, ok := s.Merge(grid.Address{Col: 4, Row: 2}); !ok || m.String() != "A1:D2" {
		t.Errorf("merge %v", m)
	}
}

func TestODSRefused(t *testing.T) {
	value := func(attrs string) map[string]string { return odsParts(odsRow(`<table:table-cell ` + attrs + `/>`)) }
	encrypted := odsParts("")
	encrypted[odsManifest] = `<manifest><encryption-data/></manifest>`
	noSpaces := odsParts("")
	noSpaces[odsContent] = `<document-content/>`
	for _, c := range []struct {
		name  string
		parts map[string]string
		code  ledger.ErrorCode
		says  string
	}{
		{"encrypted", encrypted, ledger.CodeInvalid, "打开密码"},
		{"no tables", odsParts(""), ledger.CodeInvalid, "没有一张工作表"},
		{"no namespaces", noSpaces, ledger.CodeInvalid, "名字空间"},
		{"number of nonsense", value(`office:value-type="float" office:value="x"`), ledger.CodeInvalid, "第 1 行附近损坏：单元格 A1 的值"},
		{"date of nonsense", value(`office:value-type="date" office:date-value="3月"`), ledger.CodeInvalid, "A1 的值"},
		{"type unknown", value(`office:value-type="q"`), ledger.CodeInvalid, "类型"},
		{"columns beyond", value(`table:number-columns-repeated="16385"`), ledger.CodeInvalid, "属性"},
		{"merge beyond", value(`table:number-rows-spanned="1048576" table:number-columns-spanned="16384"`), "", ""},
		{"cells repeated", odsParts(odsRow(``) + `<table:table table:name="二"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="8" office:value-type="float" office:value="1"/></table:table-row></table:table>`), ledger.CodeTooLarge, "超过"},
		{"document type", map[string]string{odsMimetype: odsParts("")[odsMimetype], odsContent: `<!DOCTYPE x><x/>`}, ledger.CodeInvalid, "DOCTYPE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Open("表.ods", pack(t, c.parts), DefaultLimits())
			if ledger.CodeOf(err) != c.code || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}

// TestODSFormulaWithoutValue: a kind without its value is a formula that was
// never worked out; without a formula it is damage.
func TestODSFormulaWithoutValue(t *testing.T) {
	cell := func(attrs string) []byte {
		return pack(t, odsParts(odsRow(`<table:table-cell `+attrs+` office:value-type="float"/>`)))
	}
	book := opened(t, cell(`table:formula="of:=SUM([.A2:.A9])"`))
	if got := book.Sheets[0].Rows[0].Cell(0); got.Kind != grid.NoValue || !got.Formula {
		t.Errorf("%+v", got)
	}
	if _, err := Open("表.ods", cell(""), DefaultLimits()); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("%v", err)
	}
}
