// Package bulletin turns what the ledger knows of a period into a bulletin
// (通报): figures, paragraphs and tables, each figure bound to the cells it
// came from. It knows no paper and no file format.
package bulletin

import (
	"tongbao/server/ledger"
)

// Edition says whom the bulletin is for.
type Edition string

// The editions. The public one leaves out 严重滞后, 未报送, rankings and
// problems.
const (
	Internal Edition = "internal"
	Public   Edition = "public"
)

// Chinese is the edition as people call it.
func (e Edition) Chinese() string {
	switch e {
	case Internal:
		return "内部版"
	case Public:
		return "公开版"
	}
	return string(e)
}

// Document is one bulletin, in simplified script unless the names are not.
type Document struct {
	Programme string // key
	Period    ledger.Period
	AsOf      ledger.Date
	Edition   Edition
	Number    int // 期号
	Sample    bool

	Head      Head
	Title     string // issuer + 关于 + period + programme + 进展情况的通报
	Greeting  string // 主送, ends with a full-width colon
	Opening   Paragraph
	Sections  []Section
	Annexes   []Annex
	Signature string
	Date      ledger.Date
	Sealed    bool   `json:",omitempty"` // the seal goes over 署名 and date
	Footnote  string // 附注, without its brackets
	Imprint   Imprint
	Figures   []Figure
	// Fonts are the office's own, frozen with the document.
	Fonts []ledger.OwnFont `json:",omitempty"`
}

// Head is what stands above the title.
type Head struct {
	Style  ledger.HeadStyle `json:",omitempty"`
	Series string           // what stands in red: 督查通报, or 发文机关标志
	Issue  string           // 第3期; in the 督查通报 style
	Issuer string
	Date   ledger.Date
	// Number is 发文字号, in the other styles: 某政办发〔2024〕5号.
	Number string `json:",omitempty"`
	Copy   string `json:",omitempty"` // 份号
	// Secrecy and Urgency are 密级 and 紧急程度, "" for none.
	Secrecy string `json:",omitempty"`
	Urgency string `json:",omitempty"`
}

// Imprint is the 版记 at the foot of the last page.
type Imprint struct {
	CopyTo  string // 抄送 list, ends with 。; "" for none
	Printer string // 印发机关
	Date    ledger.Date
}

// Section is one level-1 section with its number in the heading: 一、总体进展.
type Section struct {
	Key        string // "overall", "trend", "late", "reporting", "requirements" …: stays the same when sections are left out
	Heading    string
	Paragraphs []Paragraph
}

// Paragraph is a body paragraph, or a level-2 heading followed by text.
type Paragraph struct {
	// Lead is the heading set in 楷体 at the paragraph's beginning,
	// "（一）新改扩建旅游公厕。"; "" for plain text.
	Lead     string
	LeadLink string `json:",omitempty"` // as Run.Link, for the lead
	Runs     []Run
}

// Text is the paragraph as one string, its lead included.
func (p Paragraph) Text() string {
	s := p.Lead
	for _, r := range p.Runs {
		s += r.Text
	}
	return s
}

// Run is a stretch of text; one with a Figure is bound to data and cannot be
// typed over.
type Run struct {
	Text   string
	Figure string // Figure.Ref, or ""
	Link   string `json:",omitempty"` // Row.Anchor of the row that tells more, or ""
}

// Figure is one number, date or name in the bulletin that was computed, and
// where from.
type Figure struct {
	Ref   string // "F12", unique in the document; tables use the same numbering
	Label string // what it is: 达序时率
	Value string // as printed
	From  []ledger.Cell
}

// Annex is one 附件 with its tables or charts.
type Annex struct {
	Number    int
	Title     string
	Landscape bool
	Tables    []Table
	Charts    []Chart  `json:",omitempty"`
	Notes     []string // under the last table: legend, 口径, rounding note
}

// Align is how a column's cells are set.
type Align string

// The alignments. Decimal columns align on the decimal point.
const (
	Left    Align = "left"
	Center  Align = "center"
	Right   Align = "right"
	Decimal Align = "decimal"
)

// Table is a table with a heading row that repeats on every page.
type Table struct {
	Title   string // "" where the annex's own title is enough
	Sheet   string // name of its worksheet in the xlsx
	Columns []Column
	Rows    []Row
}

// Column is one column. Columns that stand together under one heading share
// a Group.
type Column struct {
	Group  string // merged heading above, or ""
	Head   string
	Unit   string  // unit of measure shown under the head: 万元
	Weight float64 // share of the width relative to the other columns
	Align  Align
	key    ledger.ColumnKey // of one that need not be printed
}

// RowKind says what a row is.
type RowKind string

// The kinds of row.
const (
	DataRow    RowKind = "data"
	SectionRow RowKind = "section" // one cell across the table: a category
	TotalRow   RowKind = "total"
)

// Row is one row; a section row has one cell.
type Row struct {
	Kind   RowKind
	Cells  []Cell
	Anchor string `json:",omitempty"` // by which text points to the row
}

// Cell is one cell of a table. Text is what is printed. Where Value is set
// the xlsx gets a real number with Format; where Formula is set it gets that
// formula and Value as the stored result.
type Cell struct {
	Text    string
	Value   *float64
	Format  string         // xlsx number format: 0, 0.0%, #,##0.00
	Formula *Formula       // nil for none
	Verdict ledger.Verdict // draws the verdict's shape before the text
	Figure  string         // Figure.Ref, or ""
	Span    int            // rows this cell covers downward; 0 and 1 are one. Covered cells below are empty with Covered set
	Covered bool
}

// FormulaKind is what a formula computes.
type FormulaKind string

// The formulas a bulletin's workbook needs.
const (
	SumAbove   FormulaKind = "sum"    // the column's data rows
	CountAbove FormulaKind = "count"  // data rows of column Of whose text is Text
	RatioOf    FormulaKind = "ratio"  // cell in column Of ÷ cell in column By of the same row
	MinusOf    FormulaKind = "minus"  // column Of − column By of the same row
	SumAcross  FormulaKind = "across" // columns Of to To of the same row
	ShareOf    FormulaKind = "share"  // columns Of to To of the same row ÷ (column By − column Less)
)

// Formula names columns by their index in Table.Columns.
type Formula struct {
	Kind FormulaKind
	Of   int
	To   int
	By   int
	Less int
	Text string
}
