package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	samplesheets "tongbao/sample-sheets"
	"tongbao/server/ledger"
)

const factsDir = "../facts"

func load(t *testing.T, name string) *table {
	t.Helper()
	table, err := readTable(os.DirFS(factsDir), name)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// col is a column's place by its head.
func (t *table) col(head string) int { return slices.Index(t.head, head) }

func (t *table) data() [][]string {
	var rows [][]string
	for _, r := range t.rows {
		if r.cells != nil {
			rows = append(rows, r.cells)
		}
	}
	return rows
}

func TestCommittedWorkbooksAreWhatTheFactsGive(t *testing.T) {
	books, err := build(os.DirFS(factsDir))
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{}
	for _, b := range books {
		made[b.name] = true
		committed, err := os.ReadFile(filepath.Join("..", b.name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(committed, b.data) {
			t.Errorf("%s differs: run go run ./sample-sheets/make", b.name)
		}
	}
	files, _ := filepath.Glob("../*.xlsx")
	for _, f := range files {
		if !made[filepath.Base(f)] {
			t.Errorf("%s is made from no facts", f)
		}
	}
}

func TestPlansHaveAllTheirRows(t *testing.T) {
	for _, c := range []struct {
		name           string
		rows, sections int
	}{
		{"huaian-2020/项目表/1-项目表.tsv", 23, 0},
		{"lianyungang-2021/项目表/1-項目表.tsv", 120, 0},
		{"huashan-2024/项目表/1-项目表.tsv", 50, 10},
		{"jining-gaoxin-2021/项目表/1-项目表.tsv", 22, 0},
		{"wuxi-2023/票决项目表/1-票決項目.tsv", 10, 0},
		{"wuxi-2023/项目表/1-為民辦實事項目.tsv", 60, 10},
	} {
		p := load(t, c.name)
		rows := len(p.data())
		if sections := len(p.rows) - rows; rows != c.rows || sections != c.sections {
			t.Errorf("%s: %d rows, %d sections; want %d, %d", c.name, rows, sections, c.rows, c.sections)
		}
	}
}

func TestSeventeenRowsOfHuashanHaveNoTask(t *testing.T) {
	p, n := load(t, "huashan-2024/项目表/1-项目表.tsv"), 0
	for _, r := range p.data() {
		if r[p.col("备注")] == "我区无任务" {
			n++
			if r[p.col("牵头单位")] != "" {
				t.Errorf("row %s has no task but a lead", r[0])
			}
		}
	}
	if n != 17 {
		t.Errorf("%d rows have no task, want 17", n)
	}
}

func TestAllocationsAddUp(t *testing.T) {
	a := load(t, "huaian-2020/任务分解/1-任务分解.tsv")
	sum := a.col("合计")
	got := map[string]string{}
	for _, r := range a.data() {
		total := decimal.Zero
		for _, share := range r[sum+1:] {
			if share != "" {
				total = total.Add(decimal.RequireFromString(share))
			}
		}
		if total.String() != r[sum] {
			t.Errorf("%s %s: shares add up to %s, want %s", r[0], r[a.col("指标")], total, r[sum])
		}
		got[r[0]] += r[sum] + " "
	}
	for no, want := range map[string]string{
		"1①": "70 47 ", "1②": "15 11 ", "1④": "18000 ", "1⑤": "47 ", "3③": "36 ", "3④": "27 ", "4": "23 ", "9②": "100 ",
	} {
		if got[no] != want {
			t.Errorf("%s: totals %q, want %q", no, got[no], want)
		}
	}
}

func TestNamedSourcesStayWithinTheTotal(t *testing.T) {
	f := load(t, "huaian-2020/资金安排/1-资金安排.tsv")
	named, open, total := map[string]decimal.Decimal{}, map[string]bool{}, map[string]decimal.Decimal{}
	for _, r := range f.data() {
		total[r[0]] = decimal.RequireFromString(r[f.col("总投资")])
		if amount := r[f.col("金额")]; amount == "其余" {
			open[r[0]] = true
		} else {
			named[r[0]] = named[r[0]].Add(decimal.RequireFromString(amount))
		}
	}
	if len(total) != 23 {
		t.Errorf("%d projects have funding, want 23", len(total))
	}
	for no, sum := range total {
		if c := named[no].Cmp(sum); c > 0 || c < 0 && !open[no] {
			t.Errorf("%s: sources %s of %s, open %v", no, named[no], sum, open[no])
		}
	}
	if s := named["10①"].String(); s != "6811.44" {
		t.Errorf("10①: ten areas give %s, want 6811.44", s)
	}
}

// unitHeads are the heads under which units stand.
var unitHeads = []string{
	"责任单位", "协办单位", "牵头单位", "牵头部门", "配合部门", "填报单位", "填报部门", "县区",
	"牽頭單位", "共同責任單位", "責任單位", "填報單位",
}

func TestEveryUnitIsKnown(t *testing.T) {
	for _, key := range samplesheets.Keys() {
		p, _ := samplesheets.Settings(key)
		files, _ := filepath.Glob(filepath.Join(factsDir, key, "*", "*.tsv"))
		if len(files) == 0 {
			t.Fatalf("%s has no facts", key)
		}
		for _, file := range files {
			name, _ := filepath.Rel(factsDir, file)
			facts := load(t, filepath.ToSlash(name))
			for _, head := range unitHeads {
				i := facts.col(head)
				if i < 0 {
					continue
				}
				for _, r := range facts.data() {
					for _, unit := range units(r[i]) {
						if !known(&p, unit) {
							t.Errorf("%s, row %s: %q is unknown", name, r[0], unit)
						}
					}
				}
			}
		}
	}
}

// units are the names in a cell; a shared ending (涟水县、盱眙县政府) stays
// with the last, whose alias knows it.
func units(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return r == '、' || r == '\n' || r == '，' })
}

func known(p *ledger.Programme, name string) bool {
	_, unit := p.Unit(name)
	_, group := p.Group(name)
	return unit || group
}

func TestFiguresNeverFall(t *testing.T) {
	for _, key := range samplesheets.Keys() {
		last := map[string]decimal.Decimal{}
		for _, quarter := range []string{"一季度", "二季度", "三季度", "四季度"} {
			name := key + "/" + quarter + "进展/1-" + quarter + ".tsv"
			if _, err := os.Stat(filepath.Join(factsDir, name)); err != nil {
				continue
			}
			facts := load(t, name)
			for _, head := range []string{"开工数", "累计完成", "累計完成", "完工数", "累计完成投资(万元)"} {
				i := facts.col(head)
				if i < 0 {
					continue
				}
				for _, r := range facts.data() {
					if r[i] == "" {
						continue
					}
					which := r[0] + r[2] + head
					d := decimal.RequireFromString(r[i])
					if d.LessThan(last[which]) {
						t.Errorf("%s: %s fell from %s to %s", name, which, last[which], d)
					}
					last[which] = d
				}
			}
		}
		if len(last) == 0 {
			t.Errorf("%s has no progress", key)
		}
	}
}

func TestMadeUpFiguresAreMarked(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(factsDir, "*", "*进展", "*.tsv"))
	if len(files) != 18 {
		t.Errorf("%d sheets of progress, want 18", len(files))
	}
	for _, file := range files {
		name, _ := filepath.Rel(factsDir, file)
		facts := load(t, filepath.ToSlash(name))
		if !strings.HasSuffix(facts.title, "（示例）") || len(facts.notes) == 0 || !strings.Contains(facts.notes[0], "示例") {
			t.Errorf("%s is not marked as a sample", name)
		}
	}
}
