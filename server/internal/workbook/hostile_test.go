package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// hostileFile is one that is made to cost its reader as much as it can.
type hostileFile struct {
	name string
	data []byte
	says string // a clause of the refusal, "" where it is read
}

// hostile makes the files at a size: 1 is as much as a test wants to wait for,
// 8 is near the limits of what is read.
func hostile(t testing.TB, size int) []hostileFile {
	t.Helper()
	part := func(name, content string) []byte {
		parts := smallParts("")
		parts[name] = content
		return pressed(t, parts)
	}
	sheet := func(content string) []byte { return part(sheetPart, smallParts(content)[sheetPart]) }
	times := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i+1)
		}
		return b.String()
	}
	ods := func(tables string) []byte { return pressed(t, odsParts(tables)) }
	const k = 1 << 10
	letters := strings.Repeat("民生实事", k)
	return []hostileFile{
		{"strings.xlsx", part(sstPart, `<sst>`+times(480*k*size, `<si><t>%x</t></si>`)+`</sst>`), ""},
		{"long strings.xlsx", part(sstPart, `<sst>`+times(200*size, `<si><t>%d`+strings.Repeat(letters, 7)+`</t></si>`)+`</sst>`), ""},
		{"one rich text.xlsx", part(sstPart, `<sst><si>`+times(100*k*size, `<r><rPr/><t>%d</t></r>`)+`</si></sst>`), "超过 32767 字"},
		{"merges.xlsx", sheet(`<sheetData/><mergeCells>` + times(12_500*size, `<mergeCell ref="A%[1]d:XFD%[1]d"/>`) + `</mergeCells>`), ""},
		{"styles.xlsx", part(stylePart, `<styleSheet><numFmts>`+times(8000*size, `<numFmt numFmtId="%d" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>`)+
			`</numFmts><cellXfs>`+times(8000*size, `<xf numFmtId="%d"/>`)+`</cellXfs></styleSheet>`), ""},
		{"sheets.xlsx", manySheets(t, 30*size), ""},
		{"wide rows.xlsx", sheet(`<sheetData>` + times(30*size, `<row r="%d">`+strings.Repeat(`<c><v>1234567</v></c>`, maxCol)+`</row>`) + `</sheetData>`), ""},
		{"entries.xlsx", manyEntries(t, 20_000), "个部件"},
		{"entry names.xlsx", longNames(t, 30*size), ""},
		{"texts.xls", compoundFile("Workbook", xlsStream(continued(480*k*size), nil)), ""},
		{"continued.xls", compoundFile("Workbook", xlsStream(append(rec(recSST, uint32(1), uint32(1)), bytes.Repeat(rec(recContinue), 1000*k*size)...), nil)), "文字不完整"},
		{"numbers.xls", compoundFile("Workbook", xlsStream(nil, xlsNumbers(2*size))), ""},
		{"whole file in each stream.xls", everyStreamWhole(4000 * k * size), ""},
		{"columns repeated.ods", ods(odsRow(strings.Repeat(`<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row><table:table-row>`, 300*size))), "超过"},
		{"rows repeated.ods", ods(`<table:table table:name="一"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>` + letters + `</text:p></table:table-cell></table:table-row></table:table>`), "超过"},
		{"field.csv", []byte("序号,项目\n1,\"" + strings.Repeat(`民""`, 800*k*size) + "\"\n"), "超过 32767 字"},
		{"field in GBK.csv", []byte("\xd0\xf2,\xba\xc5\n1,\"" + strings.Repeat("\xd0\xf2", 2000*k*size) + "\"\n"), "超过"},
		{"fields.csv", []byte(strings.Repeat("1,2\n", 1000) + strings.Repeat(",", 4000*k*size)), "列数超过"},
	}
}

// pressed is pack, quicker.
func pressed(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for name, content := range parts {
		part, err := w.Create(name)
		check(t, err)
		_, err = io.WriteString(part, content)
		check(t, err)
	}
	check(t, w.Close())
	return buf.Bytes()
}

// manySheets is a workbook of n sheets, each with a hidden last column.
func manySheets(t testing.TB, n int) []byte {
	t.Helper()
	parts := smallParts("")
	var list, rels strings.Builder
	for i := range n {
		fmt.Fprintf(&list, `<sheet name="表%d" sheetId="%[1]d" r:id="s%[1]d"/>`, i)
		fmt.Fprintf(&rels, `<Relationship Id="s%d" `+relsType+`worksheet" Target="worksheets/sheet1.xml"/>`, i)
	}
	parts[sheetPart] = smallParts(`<cols><col min="1" max="16384" hidden="1"/></cols><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>`)[sheetPart]
	parts[bookPart] = strings.Replace(parts[bookPart], `</sheets>`, list.String()+`</sheets>`, 1)
	parts["xl/_rels/workbook.xml.rels"] = strings.Replace(parts["xl/_rels/workbook.xml.rels"], `</Relationships>`, rels.String()+`</Relationships>`, 1)
	return pressed(t, parts)
}

func manyEntries(t testing.TB, n int) []byte {
	t.Helper()
	parts := smallParts("")
	for i := range n {
		parts[fmt.Sprint("xl/media/", i)] = ""
	}
	return pressed(t, parts)
}

// longNames is a workbook with n parts whose names are as long as names can be.
func longNames(t testing.TB, n int) []byte {
	t.Helper()
	parts := smallParts("")
	for i := range n {
		parts[fmt.Sprintf("%d%s", i, strings.Repeat("x", 65_000))] = ""
	}
	return pressed(t, parts)
}

// continued is a table of n shared texts over as many records as it takes.
func continued(n int) []byte {
	const each = 2000
	piece := rec(recContinue, bytes.Repeat(narrowText("x"), each))
	return append(rec(recSST, uint32(0), uint32(n/each*each)), bytes.Repeat(piece, n/each)...)
}

// xlsNumbers are n times 65,536 cells.
func xlsNumbers(n int) []byte {
	var out []byte
	for col := range n {
		for row := range xlsMaxRow {
			out = append(out, rec(recRK, le(uint16(row), uint16(col), uint16(0)), uint32(row<<2|2))...)
		}
	}
	return out
}

// everyStreamWhole is a compound file whose directory, mini stream and its
// table are all the same chain of sectors, as long as the file.
func everyStreamWhole(size int) []byte {
	stream := append(xlsStream(nil, nil), make([]byte, size)...)
	data := compoundFile("Workbook", stream)
	root := int(binary.LittleEndian.Uint32(data[48:])+1) << sectorShift(stream)
	binary.LittleEndian.PutUint32(data[60:], 0)       // the mini sectors' table
	binary.LittleEndian.PutUint32(data[root+116:], 0) // the mini stream
	return data
}

// TestHostile: each file is read or refused within the memory that a file may
// take, and what is held when it has been read is what was counted.
func TestHostile(t *testing.T) {
	lim := DefaultLimits()
	lim.Memory /= 8
	for _, f := range hostile(t, 1) {
		t.Run(f.name, func(t *testing.T) {
			b := newBudget(context.Background(), lim)
			before := measured()
			book, err := read(f.name, f.data, b)
			after := measured()
			held := lim.Memory - b.memory + b.texts.kept
			switch {
			case err == nil && f.says != "":
				t.Errorf("read, want %q", f.says)
			case err != nil && (f.says == "" || ledger.CodeOf(err) == "" || !strings.Contains(err.Error(), f.says)):
				t.Errorf("%v, want %q", err, f.says)
			case err == nil && held > lim.Memory:
				t.Errorf("holds %d of %d", held, lim.Memory)
			}
			if live := int64(after.HeapAlloc) - int64(before.HeapAlloc); live > held+1<<20 {
				t.Errorf("%d bytes are alive, %d were counted", live, held)
			}
			// Lists that grow are copied a few times over.
			if made := int64(after.TotalAlloc - before.TotalAlloc); made > 4*lim.Memory {
				t.Errorf("made %d bytes with %d to hold", made, lim.Memory)
			} else {
				t.Logf("%d KB: made %d KB, held %d KB; %v", len(f.data)>>10, made>>10, held>>10, err)
			}
			runtime.KeepAlive(book)
			runtime.KeepAlive(b)
		})
	}
}

// measured is the heap after what is not used any more was freed.
func measured() runtime.MemStats {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m
}

// TestHostileFull opens the files at their full size as a server does. With
// TONGBAO_HOSTILE it also writes them to that folder, to be tried by hand.
func TestHostileFull(t *testing.T) {
	dir := os.Getenv("TONGBAO_HOSTILE")
	if dir == "" {
		t.Skip("TONGBAO_HOSTILE names no folder to write to")
	}
	opener := NewOpener(DefaultLimits(), 1, 10*time.Second)
	for _, f := range hostile(t, 8) {
		check(t, os.WriteFile(filepath.Join(dir, f.name), f.data, 0o600))
		err := opener.Open(context.Background(), f.name, f.data, func(w *grid.Workbook) { t.Logf("%s: %d cells", f.name, w.Cells()) })
		if err != nil {
			t.Logf("%s: %v", f.name, err)
		}
	}
}
