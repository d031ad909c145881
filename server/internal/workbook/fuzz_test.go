package workbook

import (
	"strings"
	"testing"

	"tongbao/server/internal/grid"
)

func FuzzOpen(f *testing.F) {
	for _, c := range corpus(f) {
		if len(c.data) < 30_000 {
			f.Add(c.data)
		}
	}
	lim := DefaultLimits()
	lim.TotalSize, lim.PartSize = 4<<20, 2<<20
	f.Fuzz(func(t *testing.T, data []byte) { mustHold(t, data, lim) })
}

// FuzzSheet gets behind the package's checksums: the fuzzed bytes are the
// worksheet itself.
func FuzzSheet(f *testing.F) {
	parts := smallParts("")
	f.Add([]byte(parts[sheetPart]))
	for _, d := range damages {
		if d.part == sheetPart {
			f.Add([]byte(d.parts()[sheetPart]))
		}
	}
	f.Fuzz(func(t *testing.T, xml []byte) {
		parts := smallParts("")
		parts[sheetPart] = string(xml)
		mustHold(t, pack(t, parts), DefaultLimits())
	})
}

// FuzzRecords gets behind the sectors of a compound file: the fuzzed bytes are
// the records of a binary workbook.
func FuzzRecords(f *testing.F) {
	f.Add(xlsStream(nil, rec(recNumber, at(1, 1, 1), 43921.0)))
	for _, d := range xlsDamages {
		f.Add(xlsStream(d.globals, d.sheet))
	}
	for _, c := range corpus(f) {
		if file, err := openCompound(c.data, func(int) error { return nil }); err == nil && file.readMini() == nil {
			for _, e := range file.streams() {
				if stream, err := file.read(e); err == nil && len(stream) < 50_000 {
					f.Add(stream)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		if len(stream) < 1<<20 {
			mustHold(t, compoundFile("Workbook", stream), DefaultLimits())
		}
	})
}

// FuzzCompound: a compound file of any shape is read or refused.
func FuzzCompound(f *testing.F) {
	f.Add(goodXLS())
	for _, c := range corpus(f) {
		if strings.HasPrefix(string(c.data), ole) && len(c.data) < 50_000 {
			f.Add(c.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		mustHold(t, append([]byte(ole), data[min(len(data), len(ole)):]...), DefaultLimits())
	})
}

func FuzzODS(f *testing.F) {
	f.Add(odsHead + odsRow(`<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/>`) + `</office:spreadsheet></office:body></office:document-content>`)
	f.Add(odsHead + odsRow(`<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>甲<text:s/></text:p></table:table-cell>`) + `</office:spreadsheet></office:body></office:document-content>`)
	lim := DefaultLimits()
	lim.Cells = 10_000
	f.Fuzz(func(t *testing.T, content string) {
		parts := odsParts("")
		parts[odsContent] = content
		mustHold(t, pack(t, parts), lim)
	})
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"序号,项目\n1,\"改\"\"造\"\n", "a\tb\r\n1\t2", "a;b\n;\n\n1;60%", "sep=,\na,=\"01\"", "\xd0\xf2,\xba\xc5\n1,2\n"} {
		f.Add([]byte(s))
	}
	for _, c := range corpus(f) {
		if sniff(c.data) == formatCSV && len(c.data) < 20_000 {
			f.Add(c.data)
		}
	}
	lim := DefaultLimits()
	f.Fuzz(func(t *testing.T, data []byte) { mustHold(t, data, lim) })
}

// mustHold opens data; what it yields must be in order.
func mustHold(t *testing.T, data []byte, lim Limits) {
	book, err := Open("表.xlsx", data, lim)
	if err != nil {
		if err.Error() == "" || strings.Contains(err.Error(), "%!") {
			t.Errorf("message %q", err)
		}
		return
	}
	for i := range book.Sheets {
		s := &book.Sheets[i]
		last := grid.Address{}
		for _, r := range s.Rows {
			if r.Number <= last.Row || r.Number > maxRow || r.Len() == 0 {
				t.Fatalf("row %d after %d", r.Number, last.Row)
			}
			last = grid.Address{Row: r.Number}
			for c := range r.Cells() {
				if c.Row != r.Number || c.Col <= last.Col || c.Col > maxCol {
					t.Fatalf("cell %v after %v", c.Address, last)
				}
				if c.Kind == grid.Blank || (c.Text == "") != (c.Kind == grid.NoValue) {
					t.Fatalf("cell %+v", c)
				}
				last = c.Address
			}
		}
	}
}
