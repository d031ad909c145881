// Package plain writes a workbook anew as an .xlsx from its cells, for files of
// formats that cannot be handed back as they came (.xls, .et, .ods, .csv,
// .txt): every sheet with its values, merged ranges, hidden rows and columns,
// widths and heights, in one plain look. Formulas stay as their stored results.
package plain

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"tongbao/reports/opc"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook/markup"
)

const (
	mainNS  = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relsNS  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	typesNS = "http://schemas.openxmlformats.org/package/2006/content-types"
	packNS  = "http://schemas.openxmlformats.org/package/2006/relationships"
	media   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// Write makes the .xlsx. names are the names of its sheets in their order: a
// workbook's own, where Excel allows them. The same workbook gives the same
// bytes; read again, they give the same cells.
func Write(book *grid.Workbook) (data []byte, names []string, err error) {
	var types, rels, list strings.Builder
	names = SheetNames(book)
	parts := make(map[string]string)
	shown := firstShown(book)
	for i := range book.Sheets {
		s, n := &book.Sheets[i], i+1
		state := ""
		if s.Hidden && i != shown {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, markup.Escape(names[i]), n, state, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, relsNS, n)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, media)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", n)] = sheetXML(s, i == shown)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(names)+1, relsNS)
	parts["[Content_Types].xml"] = `<Types xmlns="` + typesNS + `">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + media + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + media + `styles+xml"/>` + types.String() + `</Types>`
	parts["_rels/.rels"] = `<Relationships xmlns="` + packNS + `"><Relationship Id="rId1" Type="` + relsNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="` + packNS + `">` + rels.String() + `</Relationships>`
	parts["xl/workbook.xml"] = fmt.Sprintf(`<workbook xmlns="%s" xmlns:r="%s"><bookViews><workbookView activeTab="%d"/></bookViews><sheets>%s</sheets></workbook>`,
		mainNS, relsNS, shown, list.String())
	parts["xl/styles.xml"] = styleSheet()
	var buf bytes.Buffer
	w := opc.NewWriter(&buf, nil)
	for name, text := range parts {
		to, err := w.Create(name)
		if err == nil {
			_, err = to.Write([]byte(markup.Head + text))
		}
		if err != nil {
			return nil, nil, fmt.Errorf("write the workbook's part %s: %w", name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, nil, fmt.Errorf("write the workbook: %w", err)
	}
	return buf.Bytes(), names, nil
}

// firstShown is the place of the first sheet that is not hidden. A workbook shows
// one at least: the first where all are.
func firstShown(book *grid.Workbook) int {
	for i := range book.Sheets {
		if !book.Sheets[i].Hidden {
			return i
		}
	}
	return 0
}

// longestName is how many characters Excel allows in a sheet's name.
const longestName = 31

// SheetNames are names for a workbook's sheets as Excel allows them: of at most
// 31 characters, without signs that formulas use, no two alike.
func SheetNames(book *grid.Workbook) []string {
	taken := map[string]bool{"history": true} // Excel's own
	names := make([]string, len(book.Sheets))
	for i := range book.Sheets {
		name := strings.Map(func(r rune) rune {
			switch {
			case r < ' ':
				return -1
			case strings.ContainsRune(`:\/?*[]`, r):
				return '-'
			}
			return r
		}, book.Sheets[i].Name)
		name = cmp.Or(strings.Trim(cut(strings.Trim(name, "'"), longestName), "'"), fmt.Sprintf("Sheet%d", i+1))
		free := name
		for n := 2; taken[strings.ToLower(free)]; n++ {
			number := fmt.Sprintf("(%d)", n)
			free = cut(name, longestName-len(number)) + number
		}
		taken[strings.ToLower(free)] = true
		names[i] = free
	}
	return names
}

// cut is the beginning of a text that is n UTF-16 units long at most, as Excel
// counts.
func cut(s string, n int) string {
	for i, r := range s {
		if n--; r > 0xffff {
			n--
		}
		if n < 0 {
			return s[:i]
		}
	}
	return s
}
