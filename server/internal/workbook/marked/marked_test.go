package marked_test

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/opc/opctest"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook/marked"
	"tongbao/server/ledger"
)

// TestMarksComeAndGo marks every file, marks it again and cleans it: the cells
// never change, marking twice is marking once, and a cleaned file has the parts
// it had.
func TestMarksComeAndGo(t *testing.T) {
	for _, f := range files(t) {
		t.Run(f.name, func(t *testing.T) {
			book := opened(t, f.data)
			notes := notesFor(book)
			once, err := mark(f.data, notes)
			check(t, err)
			var own []string // of the clerk's file; numbers move with the marks
			for _, problem := range opctest.Problems(f.data) {
				own = append(own, digits.ReplaceAllString(problem, ""))
			}
			for _, problem := range opctest.Problems(once) {
				if !slices.Contains(own, digits.ReplaceAllString(problem, "")) {
					t.Error(problem)
				}
			}
			after := opened(t, once)
			if len(after.Sheets) != len(book.Sheets)+1 || !after.Sheets[len(after.Sheets)-1].Own() {
				t.Fatalf("%d sheets became %d", len(book.Sheets), len(after.Sheets))
			}
			if !reflect.DeepEqual(foreign(after), book.Sheets) {
				t.Error("marking changed cells")
			}
			twice, err := mark(once, notes)
			check(t, err)
			if !bytes.Equal(once, twice) {
				t.Errorf("marking twice differs from marking once in %v", differing(partsOf(t, once), partsOf(t, twice)))
			}
			clean, err := unmark(once)
			check(t, err)
			if !reflect.DeepEqual(opened(t, clean).Sheets, book.Sheets) {
				t.Error("cleaning changed cells")
			}
			was, is := partsOf(t, f.data), partsOf(t, clean)
			for _, name := range differing(was, is) {
				recoded := (!utf8.ValidString(was[name]) || strings.Contains(was[name], "\x00")) && strings.HasPrefix(is[name], xmlUTF8)
				if !completed[name] && !recoded {
					t.Errorf("part %s is not what it was:\n%.1500s\nbecame\n%.1500s", name, was[name], is[name])
				}
			}
		})
	}
}

var digits = regexp.MustCompile(`\d+`)

// completed are parts that keep what a package lacked: the media type of VML
// and a style sheet.
var completed = map[string]bool{
	"[Content_Types].xml": true, "xl/styles.xml": true, "xl/_rels/workbook.xml.rels": true,
}

// plain is a part without what XML lets be written in two ways and a mark does
// not keep: its byte order mark, elements that are empty, a format that is the
// one that counts without being said.
func plain(text string) string {
	return strings.NewReplacer("\ufeff", "", "></row>", "/>", "></x:row>", "/>", "<sheetData></sheetData>", "<sheetData/>", ` s=""`, "", ` s="0"`, "").Replace(text)
}

// xmlUTF8 begins a part that was recoded so that it could be changed.
const xmlUTF8 = `<?xml version="1.0" encoding="UTF-8"`

// differing are the parts that are not the same in two packages.
func differing(a, b map[string]string) []string {
	var out []string
	for name, text := range a {
		if other, ok := b[name]; !ok || plain(other) != plain(text) {
			out = append(out, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			out = append(out, name)
		}
	}
	return out
}

func TestOnlyWhatIsConcernedChanges(t *testing.T) {
	data := full(t)
	out, err := mark(data, []marked.Note{{Sheet: "说明", Cell: "B2", Severity: ledger.SeverityError, Message: "不对"}})
	check(t, err)
	allowed := map[string]bool{
		"[Content_Types].xml": true, "xl/workbook.xml": true, "xl/_rels/workbook.xml.rels": true, "xl/styles.xml": true,
		"xl/worksheets/sheet2.xml": true, "xl/worksheets/_rels/sheet2.xml.rels": true, "xl/worksheets/sheet3.xml": true,
		"xl/comments2.xml": true, "xl/drawings/vmlDrawing2.vml": true,
	}
	for _, name := range differing(partsOf(t, data), partsOf(t, out)) {
		if !allowed[name] {
			t.Errorf("part %s changed", name)
		}
	}
}

// TestAMarkKeepsTheRestOfTheStyle looks at marked cells through another library.
func TestAMarkKeepsTheRestOfTheStyle(t *testing.T) {
	const sheet = "一季度 '进展'表"
	out, err := mark(full(t), []marked.Note{
		{Sheet: sheet, Cell: "D3", Severity: ledger.SeverityError, Message: "目标不对", Hint: "请核对"},
		{Sheet: sheet, Cell: "B3", Severity: ledger.SeverityWarning, Message: "名称不对"},
		{Sheet: sheet, Cell: "C1", Severity: ledger.SeverityWarning, Message: "标题不对"},
	})
	check(t, err)
	f, err := excelize.OpenReader(bytes.NewReader(out))
	check(t, err)
	defer f.Close()
	id, err := f.GetCellStyle(sheet, "D3")
	check(t, err)
	style, err := f.GetStyle(id)
	check(t, err)
	if !style.Font.Bold || style.NumFmt != 10 || len(style.Border) != 1 || !strings.HasPrefix(style.Fill.Color[0], "FEC0") {
		t.Errorf("style %+v", style)
	}
	comments, err := f.GetComments(sheet)
	check(t, err)
	got := make(map[string]string)
	for _, c := range comments {
		for _, r := range c.Paragraph {
			got[c.Cell] += r.Text
		}
		got[c.Cell] = c.Author + "|" + c.Text + got[c.Cell]
	}
	for cell, want := range map[string]string{
		"D3": "实事通报|【实事通报】错误：目标不对\n怎样改：请核对", // its own
		"B3": "张三|原来的批注\n【实事通报】提醒：名称不对",     // joined
		"A1": "实事通报|【实事通报】提醒：标题不对",          // of the merged range
		"C5": "张三|粗细",                       // left alone
	} {
		// The library repeats a plain text beside its runs.
		if text := got[cell]; !strings.HasSuffix(text, want[strings.Index(want, "|")+1:]) || !strings.HasPrefix(text, want[:strings.Index(want, "|")]) {
			t.Errorf("%s: %q, want %q", cell, text, want)
		}
	}
	if ok, link, err := f.GetCellHyperLink("问题清单", "D4"); !ok || err != nil || link != "'一季度 ''进展''表'!D3" {
		t.Errorf("link %v %q %v", ok, link, err)
	}
}

func TestAClerksOwnListIsKept(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	check(t, f.SetSheetName("Sheet1", "问题清单"))
	check(t, f.SetCellValue("问题清单", "A1", "存在问题清单"))
	buf, err := f.WriteToBuffer()
	check(t, err)
	out, err := mark(buf.Bytes(), []marked.Note{{Sheet: "问题清单", Cell: "A1", Severity: ledger.SeverityError, Message: "=不对"}})
	check(t, err)
	book := opened(t, out)
	if len(book.Sheets) != 2 || book.Sheets[1].Name != "问题清单(2)" || book.Sheets[0].Own() {
		t.Fatalf("sheets %q, %q", book.Sheets[0].Name, book.Sheets[1].Name)
	}
	if c := book.Sheets[1].At(grid.Address{Col: 5, Row: 4}); c.Kind != grid.Text || c.Text != "=不对" || c.Formula {
		t.Errorf("message %+v", c)
	}
}

func TestWhatCannotBeMarkedIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		data string
		code ledger.ErrorCode
	}{
		{"a letter", "各位：请查收。\n", ledger.CodeInvalid},
		{"nothing", "", ledger.CodeInvalid},
		{"a cut package", string(full(t)[:2000]), ledger.CodeInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := mark([]byte(c.data), []marked.Note{{Message: "不对"}})
			if ledger.CodeOf(err) != c.code {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestAFileWithoutMarksIsReturnedAsItIs(t *testing.T) {
	data := full(t)
	out, err := unmark(data)
	check(t, err)
	if !bytes.Equal(out, data) {
		t.Error("cleaning changed a file without marks")
	}
}

// TestMarksGoWithoutTheList removes the list, moves the rows down, and saves
// the workbook with another library before it is cleaned.
func TestMarksGoWithoutTheList(t *testing.T) {
	const sheet = "一季度 '进展'表"
	out, err := mark(full(t), []marked.Note{
		{Sheet: sheet, Cell: "D3", Severity: ledger.SeverityError, Message: "目标不对"},
		{Sheet: sheet, Cell: "D5", Severity: ledger.SeverityError, Message: "目标不对"},
		{Sheet: sheet, Cell: "H9", Severity: ledger.SeverityWarning, Message: "空着"},
	})
	check(t, err)
	for _, c := range []struct {
		name   string
		change func(f *excelize.File) error
		d3, d5 string // the colours afterwards
	}{
		{"rows moved", func(f *excelize.File) error { return f.InsertRows(sheet, 3, 1) }, "FFFF00", ""},
		{"list removed", func(f *excelize.File) error { return f.DeleteSheet("问题清单") }, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := excelize.OpenReader(bytes.NewReader(out))
			check(t, err)
			defer f.Close()
			check(t, c.change(f))
			buf, err := f.WriteToBuffer()
			check(t, err)
			clean, err := unmark(buf.Bytes())
			check(t, err)
			g, err := excelize.OpenReader(bytes.NewReader(clean))
			check(t, err)
			defer g.Close()
			down := 0
			if c.name == "rows moved" {
				down = 1
			}
			for cell, want := range map[grid.Address]string{{Col: 4, Row: 3 + down}: c.d3, {Col: 4, Row: 5 + down}: c.d5, {Col: 8, Row: 9 + down}: ""} {
				id, err := g.GetCellStyle(sheet, cell.String())
				check(t, err)
				style, err := g.GetStyle(id)
				check(t, err)
				if got := strings.Join(style.Fill.Color, " "); got != want {
					t.Errorf("%s: colour %q, want %q", cell, got, want)
				}
			}
			if len(g.GetSheetList()) != 2 {
				t.Errorf("sheets %v", g.GetSheetList())
			}
			comments, err := g.GetComments(sheet)
			check(t, err)
			if len(comments) != 2 {
				t.Errorf("%d comments, want the two of 张三", len(comments))
			}
		})
	}
}

// TestARecordIsNotTrusted puts something else where the list keeps the fills.
func TestARecordIsNotTrusted(t *testing.T) {
	data := full(t)
	out, err := mark(data, []marked.Note{{Sheet: "说明", Cell: "B2", Severity: ledger.SeverityError, Message: "不对"}})
	check(t, err)
	for _, wrong := range []string{
		`fill:<fill><script/></fill>|`, `fill:</fills><fills>|`, "fill:", `count:cellXfs=1|count:fonts=0|`, `format:99999=0|format:2=-7|`, "styles:|||",
	} {
		parts := partsOf(t, out)
		for name, text := range parts {
			if i, j := strings.Index(text, "styles:"), strings.Index(text, "|</t>"); i >= 0 && j > i {
				keep := text[i : i+len("styles:")+64]
				parts[name] = text[:i] + keep + "|" + strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(wrong) + text[j+1:]
			}
		}
		clean, err := unmark(packed(t, parts))
		check(t, err)
		if !reflect.DeepEqual(opened(t, clean).Sheets, opened(t, data).Sheets) {
			t.Errorf("%s: cells differ", wrong)
		}
		if strings.Contains(partsOf(t, clean)["xl/styles.xml"], "script") {
			t.Errorf("%s: came into the style sheet", wrong)
		}
	}
}
