package intake

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Read understands a workbook: every table of every visible sheet, with all
// findings at once. It never fails; what it cannot read is a finding. A column
// that a known answer speaks of is what the answer says.
func Read(w *grid.Workbook, known ...Answer) *Draft { return ReadIn(w, 0, known...) }

// ReadIn is Read for a file that belongs to a programme of a known year, which
// stands in where the file names none. 0 is no year.
func ReadIn(w *grid.Workbook, year int, known ...Answer) *Draft {
	return ReadSaid(w, year, Said{Answers: known})
}

// Said is what people have said of a file or of files like it.
type Said struct {
	Answers   []Answer       // what columns hold
	Confirmed []Confirmation // doubtful readings of this very file
}

// ReadSaid is ReadIn with all that people have said.
func ReadSaid(w *grid.Workbook, year int, said Said) *Draft {
	d := &Draft{File: w.File, Format: w.Format, SHA256: w.SHA256, Layout: LayoutUnknown}
	found := &findings{}
	if y := yearOf(w); y != 0 {
		year = y
	}
	var tables []*table
	var ignored []string
	for i := range w.Sheets {
		s := &w.Sheets[i]
		if s.Own() {
			continue // of an earlier return
		}
		if s.Hidden {
			if len(s.Rows) > 0 {
				found.warn(CodeHiddenContent, "", "", "value", s.Name)
			}
			continue
		}
		var inSheet []*table
		for _, v := range newView(w.File, s).beside(year) {
			inSheet = append(inSheet, tablesOf(v, year, said.Answers)...)
		}
		if len(inSheet) == 0 && tabular(s) {
			ignored = append(ignored, s.Name)
		}
		tables = append(tables, inSheet...)
	}
	for _, t := range tables {
		t.found, t.confirmed = found, said.Confirmed
		d.take(t)
		d.Offers = append(d.Offers, t.offers...)
	}
	switch {
	case len(tables) == 0:
		found.fail(CodeNoHeader, firstSheet(w), "")
	default:
		for _, name := range ignored {
			found.warn(CodeSheetIgnored, "", "", "value", name)
		}
	}
	if d.Year == 0 {
		d.Year = year
	}
	if d.Year == 0 && len(d.Projects) > 0 {
		found.warn(CodeNoYear, "", "")
	}
	d.Findings = found.list
	return d
}

// tablesOf are the tables of one view, recognised and classified.
func tablesOf(v *view, year int, known []Answer) []*table {
	tables := recognise(v, year)
	for i, t := range tables {
		t.lead.year = year
		t.lead.all = wording.Simplify(v.Name)
		t.lead.readPreamble(v, t.top, t.headFrom-1)
		t.year = t.lead.year
		if t.year != year {
			t.columns = v.headColumns(t.headFrom, t.headTo, t.year)
		}
		if t.lead.period.IsZero() {
			t.lead.period = t.lead.periodOf(v.Name)
		}
		t.series = ledger.SeriesMain
		if t.lead.voted {
			t.series = ledger.SeriesVoted
		}
		t.rejected, t.unfilled = make(map[int]bool), make(map[int]bool)
		t.scales, t.offerAt = make(map[int]decimal.Decimal), make(map[string]int)
		t.identify(known)
		t.decide()
		t.classify()
		if i == len(tables)-1 {
			t.readBelow()
		}
	}
	return tables
}

// readBelow reads the lines of labels under the table.
func (t *table) readBelow() {
	for _, l := range t.lines {
		if l.kind == lineNote {
			t.lead.labels(t.lineText(l.row))
		}
	}
}

// mostRows is how many rows of data a workbook may have to be taken; the
// largest tables of offices have a tenth of it.
const mostRows = 20_000

// tooLong reports whether the table has more rows than may still be taken. It
// counts the rows then, all as rejected, and reads none.
func (d *Draft) tooLong(t *table) bool {
	n := 0
	for _, l := range t.lines {
		if l.kind == lineData {
			n++
		}
	}
	if d.Rows.Seen+n <= mostRows {
		return false
	}
	d.Rows.Seen += n
	d.Rows.Rejected += n
	t.found.fail(CodeTooManyRows, t.Name, t.headRef(), "value", strconv.Itoa(n), "expected", strconv.Itoa(mostRows))
	return true
}

// take reads one table into the draft.
func (d *Draft) take(t *table) {
	if d.tooLong(t) {
		d.describe(t)
		return
	}
	switch t.layout {
	case LayoutProject:
		t.readProjects(d)
	case LayoutProgress:
		t.readProgress(d)
	case LayoutAllocation:
		t.readAllocations(d)
	case LayoutFunding:
		t.readFundings(d)
	case LayoutCrosstab:
		t.readCross(d)
	case LayoutMatters:
		t.readMatters(d)
	default:
		t.found.fail(CodeNoHeader, t.Name, t.headRef(), "value", t.headText())
	}
	d.describe(t)
	d.Columns = append(d.Columns, t.columnsRead()...)
	t.ask(d)
	t.checkCells()
	t.checkHidden()
	t.account(d)
}

// describe takes what a table says of the whole file, as far as no table before
// it did.
func (d *Draft) describe(t *table) {
	if d.Layout == LayoutUnknown {
		d.Layout = t.layout
	}
	if d.Title == "" {
		d.Title = t.lead.title
	}
	if d.Year == 0 {
		d.Year = t.lead.year
	}
	if d.Period.IsZero() && t.layout == LayoutCrosstab {
		d.Period = t.crossPeriod()
	}
	if d.Period.IsZero() && (t.layout == LayoutProgress || t.layout == LayoutMatters) {
		d.Period = t.lead.period
	}
	if d.Reporter == "" {
		d.Reporter, d.Gathered = t.lead.reporter, t.lead.gathered
	}
	if d.Filed.IsZero() {
		d.Filed = t.lead.filed
	}
}

// checkHidden warns of hidden rows and columns that were read all the same.
func (t *table) checkHidden() {
	var places []string
	for _, l := range t.lines {
		if r := t.row(l.row); l.kind == lineData && r != nil && r.Hidden {
			places = append(places, fmt.Sprintf("第%d行", l.row))
		}
	}
	for _, c := range t.columns {
		if c.field != "" && c.field != fieldKey && t.HiddenCols[c.col] && len(t.samples(c.col, 1)) > 0 {
			places = append(places, grid.ColumnName(c.col)+"列")
		}
	}
	if len(places) > 0 {
		t.warn(CodeHiddenCells, "", "value", strings.Join(places, "、"))
	}
}

// checkCells finds formulas without a value and error values in every column
// that is read.
func (t *table) checkCells() {
	for _, l := range t.lines {
		if l.kind != lineData {
			continue
		}
		r := t.row(l.row)
		for i := range r.Len() {
			if c := r.Cell(i); (c.Kind == grid.NoValue || c.Kind == grid.Error) && t.column(c.Col).field != "" {
				t.usable(l.row, c)
			}
		}
	}
}

// account counts the table's rows. Every row between head and table end is
// exactly one of accepted, rejected, blank and other.
func (t *table) account(d *Draft) {
	data := t.layout != LayoutUnknown
	for _, l := range t.lines {
		switch {
		case l.kind != lineData && l.kind != lineBlank:
			d.Other = append(d.Other, OtherRow{t.Name, l.row, string(l.kind)})
		case !data:
		case l.kind == lineBlank, t.unfilled[l.row] && !t.rejected[l.row]:
			d.Rows.Seen++
			d.Rows.Blank++
		case t.rejected[l.row]:
			d.Rows.Seen++
			d.Rows.Rejected++
			d.rows = append(d.rows, dataRow{rowAt: rowAt{t.Name, l.row}, rejected: true})
		default:
			d.Rows.Seen++
			d.Rows.Accepted++
			d.rows = append(d.rows, dataRow{rowAt: rowAt{t.Name, l.row}})
		}
	}
}

// headRef is the range of the table's head.
func (t *table) headRef() string {
	if len(t.columns) == 0 {
		return ""
	}
	return grid.Range{
		From: grid.Address{Col: t.columns[0].col, Row: t.headFrom},
		To:   grid.Address{Col: t.columns[len(t.columns)-1].col, Row: t.headTo},
	}.String()
}

func (t *table) headText() string {
	var words []string
	for _, c := range t.columns {
		words = append(words, c.name())
	}
	return strings.Join(words, "、")
}

// yearOf is the year that the workbook speaks of: in its first lines, its
// sheets' names or its file name.
func yearOf(w *grid.Workbook) int {
	for i := range w.Sheets {
		s := &w.Sheets[i]
		if s.Hidden || s.Own() {
			continue
		}
		for j := range s.Rows[:min(len(s.Rows), 8)] {
			if s.Rows[j].Len() > 3 {
				break
			}
			for c := range s.Rows[j].Cells() {
				if y, ok := wording.Year(c.Text); ok {
					return y
				}
			}
		}
		if y, ok := wording.Year(s.Name); ok {
			return y
		}
	}
	y, _ := wording.Year(w.File)
	return y
}

// tabular reports whether a sheet looks like a table: two rows of several
// cells.
func tabular(s *grid.Sheet) bool {
	n := 0
	for i := range s.Rows {
		if s.Rows[i].Len() >= 3 {
			n++
		}
	}
	return n >= 2
}

func firstSheet(w *grid.Workbook) string {
	for i := range w.Sheets {
		if !w.Sheets[i].Hidden {
			return w.Sheets[i].Name
		}
	}
	return ""
}
