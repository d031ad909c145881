package workbook

import (
	"bytes"
	"cmp"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// The parts of an OpenDocument package (ISO/IEC 26300) that are read.
const (
	odsMimetype = "mimetype"
	odsManifest = "META-INF/manifest.xml"
	odsStyles   = "styles.xml"
	odsContent  = "content.xml"
)

func (a *archive) isODS() (bool, error) {
	if !a.has(odsMimetype) || !a.has(odsContent) {
		return false, nil
	}
	kind, err := a.read(odsMimetype)
	return strings.Contains(string(kind), "opendocument.spreadsheet"), inPart(odsMimetype, err)
}

// openODS reads an OpenDocument spreadsheet.
func openODS(a *archive) (*grid.Workbook, error) {
	if a.has(odsManifest) {
		manifest, err := a.read(odsManifest)
		if err != nil {
			return nil, inPart(odsManifest, err)
		}
		if bytes.Contains(manifest, []byte("encryption-data")) {
			return nil, refuse(formatEncrypted)
		}
	}
	d := odsDocument{
		budget: a.budget, book: grid.Workbook{Format: "ods"},
		dates: make(map[string]bool), styles: make(map[string]odsStyle),
	}
	for _, part := range []struct {
		name string
		read func() error
	}{{odsStyles, d.common}, {odsContent, d.content}} {
		if part.name == odsStyles && !a.has(odsStyles) {
			continue
		}
		err := a.walk(part.name, func(s *scanner) error {
			d.s = s
			return part.read()
		})
		if err != nil {
			return nil, inPart(part.name, err)
		}
	}
	if len(d.book.Sheets) == 0 {
		return nil, ledger.Errorf(ledger.CodeInvalid, "文件中没有一张工作表。请上传含有填报表的文件。")
	}
	return &d.book, nil
}

// odsDocument reads a document's parts, one after the other.
type odsDocument struct {
	*budget
	s      *scanner
	book   grid.Workbook
	dates  map[string]bool // date formats by name: whether they show a day
	styles map[string]odsStyle

	// The prefixes that the document gave to the namespaces of attributes.
	office, table, calcext string
}

// odsStyle is what is read of a style.
type odsStyle struct {
	format string  // name of its number format
	hidden bool    // of a table
	width  float64 // of a column, in characters; 0 where it has none
	height float64 // of a row, in points
}

// common reads the styles that content.xml builds on.
func (d *odsDocument) common() error {
	if err := d.s.enter("document-styles"); err != nil {
		return err
	}
	err := d.s.children(func(name []byte) error {
		switch string(name) {
		case "styles", "automatic-styles":
			return d.s.children(d.style)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.s.finish()
}

// content reads the tables.
func (d *odsDocument) content() error {
	if err := d.s.enter("document-content"); err != nil {
		return err
	}
	for _, a := range d.s.attrs {
		prefix, declared := bytes.CutPrefix(a.name, []byte("xmlns:"))
		if !declared {
			continue
		}
		switch d.s.value(a) {
		case "urn:oasis:names:tc:opendocument:xmlns:office:1.0":
			d.office = string(prefix) + ":"
		case "urn:oasis:names:tc:opendocument:xmlns:table:1.0":
			d.table = string(prefix) + ":"
		case "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0":
			d.calcext = string(prefix) + ":"
		}
	}
	if d.office == "" || d.table == "" {
		return damagef("没有声明 OpenDocument 的名字空间")
	}
	err := d.s.children(func(name []byte) error {
		switch string(name) {
		case "automatic-styles":
			return d.s.children(d.style)
		case "body":
			return d.s.children(func(name []byte) error {
				if string(name) == "spreadsheet" {
					return d.s.children(d.sheet)
				}
				return nil
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.s.finish()
}

// style takes one style or number format; a style without a format has that
// of the style it builds on.
func (d *odsDocument) style(element []byte) error {
	if len(d.styles)+len(d.dates) > 2*maxStyles {
		return damagef("样式超过 %d 种", 2*maxStyles)
	}
	name := d.s.prefixed("name")
	if err := d.hold(styleSize + len(name)); err != nil {
		return err
	}
	switch string(element) {
	case "date-style":
		day := false
		err := d.s.children(func(part []byte) error {
			switch string(part) {
			case "day", "day-of-week":
				day = true
			}
			return nil
		})
		d.dates[name] = day
		return err
	case "style":
		style := odsStyle{format: cmp.Or(d.s.prefixed("data-style-name"), d.styles[d.s.prefixed("parent-style-name")].format)}
		err := d.s.children(func(part []byte) error {
			switch string(part) {
			case "table-properties":
				style.hidden = d.s.prefixed("display") == "false"
			case "table-column-properties":
				style.width = points(d.s.prefixed("column-width")) / digitWidth
			case "table-row-properties":
				style.height = points(d.s.prefixed("row-height"))
			}
			return nil
		})
		d.styles[name] = style
		return err
	}
	return nil
}

func (d *odsDocument) sheet(element []byte) error {
	if string(element) != "table" {
		return nil
	}
	name, _ := d.s.attr(d.table + "name")
	if err := d.sheets(len(d.book.Sheets), name); err != nil {
		return err
	}
	style, _ := d.s.attr(d.table + "style-name")
	t := odsTable{odsDocument: d, sheet: grid.Sheet{Name: name, Hidden: d.styles[style].hidden, Widths: make(map[int]float64)}}
	err := d.s.children(t.child)
	if err == nil {
		err = checkMerges(t.sheet.Merges)
	}
	if err != nil {
		return inSheet(name, t.row, err)
	}
	if t.sheet.HiddenCols, err = t.hidden.within(t.sheet.Rows, d.budget); err != nil {
		return inSheet(name, 0, err)
	}
	t.sheet.Index()
	d.book.Sheets = append(d.book.Sheets, t.sheet)
	return nil
}
