// Package xlsx writes a bulletin as a workbook: the text, a sheet for every
// table and one that names the cells behind each figure. Numbers are real
// numbers, totals and rates are formulas that carry their stored results.
package xlsx

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
)

// The sheets every workbook has beside its tables.
const (
	bodySheet    = "通报正文"
	sourcesSheet = "数据来源"
)

// Write makes the workbook. The same document gives the same bytes.
func Write(doc bulletin.Document) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close() // nothing is on disk, so nothing can fail
	f.SetZipWriter(newPacker)
	w := &writer{f: f, doc: doc, styles: map[look]int{}, names: map[string]bool{}, places: map[string]string{}}
	if err := w.write(); err != nil {
		return nil, fmt.Errorf("write the bulletin's workbook: %w", err)
	}
	buf, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("write the bulletin's workbook: %w", err)
	}
	return buf.Bytes(), nil
}

// writer is a workbook in the making.
type writer struct {
	f      *excelize.File
	doc    bulletin.Document
	styles map[look]int
	names  map[string]bool   // sheets so far, in lower case
	places map[string]string // where a figure stands: its ref → sheet!cell
}

func (w *writer) write() error {
	if err := w.f.SetDefaultFont(fontName); err != nil {
		return err
	}
	if err := w.body(); err != nil {
		return err
	}
	for _, a := range w.doc.Annexes {
		for i := range a.Tables {
			if err := w.table(a, i); err != nil {
				return err
			}
		}
		if len(a.Charts) > 0 {
			if err := w.charts(a); err != nil {
				return err
			}
		}
	}
	if err := w.f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	w.f.SetActiveSheet(0)
	if err := w.properties(); err != nil {
		return err
	}
	if w.doc.Edition == bulletin.Public {
		return nil // the cells behind the figures are the office's own
	}
	return w.sources() // last: whatever touches all sheets reads a streamed one again
}

// properties are the document's own, with the date of the bulletin.
func (w *writer) properties() error {
	date := w.doc.Date
	if date.IsZero() {
		date = w.doc.AsOf
	}
	stamp := date.String() + "T00:00:00Z"
	description := ""
	if w.doc.Sample {
		description = sampleMark
	}
	if err := w.f.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel", Company: w.doc.Signature}); err != nil {
		return err
	}
	return w.f.SetDocProps(&excelize.DocProperties{
		Title: w.doc.Title, Subject: w.doc.Period.Chinese(), Creator: w.doc.Signature, LastModifiedBy: w.doc.Signature,
		Description: description, Created: stamp, Modified: stamp, Language: "zh-CN", Category: w.doc.Head.Series,
	})
}

// sampleMark stands on every sheet of a bulletin whose figures are made up.
const sampleMark = "示例：数据为演示所设，不是真实进展"

// sheet makes a sheet with a name that Excel takes (at most 31 characters,
// none of []:*?/\, each name once).
func (w *writer) sheet(name string) (string, error) {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return -1
		}
		return r
	}, name)
	if name == "" {
		name = "附表"
	}
	base := []rune(name)
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf("(%d)", n)
		}
		name = string(base[:min(len(base), 31-len(suffix))]) + suffix
		if key := strings.ToLower(name); !w.names[key] {
			w.names[key] = true
			break
		}
	}
	_, err := w.f.NewSheet(name)
	return name, err
}

// paper sets up A4, fit to one page's width and to high pages (0 for as many as
// it takes), with a page number below and, for made-up figures, the mark above.
func (w *writer) paper(sheet string, landscape bool, high int) error {
	size, wide, fit := 9, 1, true
	orientation := "portrait"
	if landscape {
		orientation = "landscape"
	}
	if err := w.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := w.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &high,
	}); err != nil {
		return err
	}
	side, edge, band, center := 0.5, 0.75, 0.35, true
	if err := w.f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &band, Footer: &band, Horizontally: &center,
	}); err != nil {
		return err
	}
	header := ""
	if w.doc.Sample {
		header = "&R" + sampleMark
	}
	return w.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{
		OddHeader: header, OddFooter: "&C第&P页，共&N页",
	})
}

// define names a range of a sheet for printing: Print_Area, Print_Titles.
func (w *writer) define(sheet, name, refersTo string) error {
	return w.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm." + name, RefersTo: "'" + sheet + "'!" + refersTo, Scope: sheet,
	})
}

// address is a cell's address from its column (from 0) and row (from 1).
func address(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return "A1" // out of the sheet's bounds, which no table of a bulletin reaches
	}
	return name
}

// place remembers where a figure stands.
func (w *writer) place(ref, sheet, cell string) {
	if _, ok := w.places[ref]; ref != "" && !ok {
		w.places[ref] = sheet + "!" + cell
	}
}
