package xlsx

import (
	"archive/zip"
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tongbao/reports/bulletin"
	"tongbao/reports/internal/example"
	"tongbao/reports/opc/opctest"
	"tongbao/server/ledger"
)

var update = flag.Bool("update", false, "write the golden files anew")

func document(e bulletin.Edition) bulletin.Document {
	return bulletin.Make(example.Summary(), bulletin.Options{
		Number: 3, Edition: e, Date: ledger.Date{Year: 2020, Month: 4, Day: 13},
		Words: map[string]string{bulletin.KeyRequirements: "=1+1\n-各县区要压实责任。"},
	})
}

func write(t *testing.T, doc bulletin.Document) []byte {
	t.Helper()
	data, err := Write(doc)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// parts are the workbook's raw parts by name.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

// dump is every cell of a workbook as text: address, formula, stored value.
func dump(t *testing.T, data []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "== %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, shown := range row {
				at := address(c, r+1)
				formula, err := f.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" {
					shown += "  =" + formula
				}
				if shown != "" {
					fmt.Fprintf(&b, "%s\t%s\n", at, strings.ReplaceAll(shown, "\n", "⏎"))
				}
			}
		}
	}
	return b.String()
}

func TestWriteGolden(t *testing.T) {
	got := dump(t, write(t, document(bulletin.Internal)))
	path := filepath.Join("testdata", "internal.golden.txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and look at the difference", path)
	}
}

func TestWriteSameBytes(t *testing.T) {
	first := write(t, document(bulletin.Internal))
	for range 3 {
		if !bytes.Equal(first, write(t, document(bulletin.Internal))) {
			t.Fatal("the same document gives other bytes")
		}
	}
}

// Every number of the tables is stored as a number and, where it is a formula,
// carries its result; the raw XML is what a previewer reads.
func TestWriteStoresResults(t *testing.T) {
	doc := document(bulletin.Internal)
	formulas, numbers := 0, 0
	for _, a := range doc.Annexes {
		for _, table := range a.Tables {
			for _, r := range table.Rows {
				for _, c := range r.Cells {
					if c.Formula != nil {
						formulas++
					}
					if c.Value != nil {
						numbers++
					}
				}
			}
		}
	}
	for _, a := range doc.Annexes {
		for _, c := range a.Charts {
			for _, p := range c.Points {
				for _, v := range p.Values {
					if v.Value != nil {
						numbers++
					}
				}
			}
		}
	}
	cell := regexp.MustCompile(`<c r="[A-Z]+\d+"[^>]*>.*?</c>`)
	value := regexp.MustCompile(`<v>([^<]*)</v>`)
	stored, calculated := 0, 0
	for name, xml := range parts(t, write(t, doc)) {
		if !strings.HasPrefix(name, "xl/worksheets/") {
			continue
		}
		for _, c := range cell.FindAllString(xml, -1) {
			isFormula := strings.Contains(c, "<f>")
			if strings.Contains(c, ` t="`) {
				if isFormula {
					t.Errorf("%s: the result of a formula is not a number: %s", name, c)
				}
				continue
			}
			v := value.FindStringSubmatch(c)
			if v == nil {
				if isFormula {
					t.Errorf("%s: a formula without a stored result: %s", name, c)
				}
				continue
			}
			if _, err := strconv.ParseFloat(v[1], 64); err != nil {
				t.Errorf("%s: %s: %v", name, c, err)
			}
			stored++
			if isFormula {
				calculated++
			}
		}
	}
	if stored != numbers || calculated != formulas {
		t.Errorf("stored %d numbers and %d formulas, the document has %d and %d", stored, calculated, numbers, formulas)
	}
}

// TestChartsDrawTheirCells: every chart is native and names the cells in which
// its numbers stand.
func TestChartsDrawTheirCells(t *testing.T) {
	doc := document(bulletin.Internal)
	data := write(t, doc)
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	drawn := parts(t, data)
	number, reference := 0, regexp.MustCompile(`<val><numRef><f>&#39;([^&]+)&#39;!\$([A-Z])\$(\d+):\$[A-Z]\$(\d+)</f>`)
	for _, a := range doc.Annexes {
		for _, c := range a.Charts {
			number++
			refs := reference.FindAllStringSubmatch(drawn[fmt.Sprintf("xl/charts/chart%d.xml", number)], -1)
			if len(refs) != len(c.Series) {
				t.Fatalf("%s: %d series drawn, want %d", c.Title, len(refs), len(c.Series))
			}
			for k, ref := range refs {
				first, _ := strconv.Atoi(ref[3])
				for i, p := range c.Points {
					if p.Values[k].Value == nil {
						continue
					}
					got, err := f.GetCellValue(ref[1], ref[2]+strconv.Itoa(first+i), excelize.Options{RawCellValue: true})
					if want := strconv.FormatFloat(*p.Values[k].Value, 'f', -1, 64); err != nil || got != want {
						t.Errorf("%s, %s: the chart draws %q, want %s (error %v)", c.Title, p.Name, got, want, err)
					}
				}
				if last, _ := strconv.Atoi(ref[4]); last-first+1 != len(c.Points) {
					t.Errorf("%s: rows %d to %d for %d points", c.Title, first, last, len(c.Points))
				}
			}
		}
	}
	if number == 0 {
		t.Error("the example has no charts")
	}
}

// TestWriteKeepsTheRules holds both editions against what Excel and WPS enforce.
func TestWriteKeepsTheRules(t *testing.T) {
	for _, e := range []bulletin.Edition{bulletin.Internal, bulletin.Public} {
		for _, problem := range opctest.Problems(write(t, document(e))) {
			t.Errorf("%s: %s", e, problem)
		}
	}
}

func TestWriteText(t *testing.T) {
	doc := document(bulletin.Internal)
	doc.Annexes[0].Tables[0].Rows[1].Cells[1].Text = "=HYPERLINK(\"http://x\")"
	all := parts(t, write(t, doc))
	for name, xml := range all {
		if strings.HasPrefix(name, "xl/worksheets/") && (strings.Contains(xml, "<f>1+1") || strings.Contains(xml, "<f>HYPERLINK")) {
			t.Errorf("%s: a text became a formula", name)
		}
	}
	if s := all["xl/sharedStrings.xml"]; !strings.Contains(s, "=HYPERLINK") || !strings.Contains(s, "=1+1") {
		t.Error("a text that begins with = is lost")
	}
}

func TestWriteMarksSamples(t *testing.T) {
	doc := document(bulletin.Internal)
	if !strings.Contains(dump(t, write(t, doc)), sampleMark) {
		t.Error("a bulletin of made-up figures is not marked")
	}
	doc.Sample = false
	if all := dump(t, write(t, doc)); strings.Contains(all, sampleMark) || strings.Contains(all, "（示例）") {
		t.Error("a real bulletin is marked as a sample")
	}
}

func TestSheetNames(t *testing.T) {
	doc := document(bulletin.Internal)
	for i := range doc.Annexes {
		for k := range doc.Annexes[i].Tables {
			doc.Annexes[i].Tables[k].Sheet = "附表[1]：" + strings.Repeat("很长的表名", 9)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(write(t, doc)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		if n := len([]rune(name)); n > 31 || strings.ContainsAny(name, `[]:*?/\`) {
			t.Errorf("Excel refuses the sheet name %q", name)
		}
	}
}

func TestPublicNamesNoSources(t *testing.T) {
	for name, part := range parts(t, write(t, document(bulletin.Public))) {
		if strings.Contains(part, sourcesSheet) {
			t.Errorf("%s of the public edition has %s", name, sourcesSheet)
		}
	}
}
