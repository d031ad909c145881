package pdf_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"tongbao/reports/layout"
	"tongbao/reports/layout/layouttest"
	"tongbao/reports/page"
	"tongbao/reports/pdf"
)

func BenchmarkBulletinWith120Rows(b *testing.B) {
	faces := layouttest.Faces(b, "../..")
	doc := layouttest.Document(120)
	b.ReportAllocs()
	for b.Loop() {
		book, _ := layout.Set(doc, faces)
		write(b, book)
	}
}

func BenchmarkOnePageFiveFaces(b *testing.B) {
	faces := layouttest.Faces(b, "../..")
	doc := layouttest.Document(0)
	doc.Annexes, doc.Sections = nil, doc.Sections[:1]
	doc.Sections[0].Paragraphs[0].Lead = "（一）总的情况。"
	doc.Imprint.CopyTo = ""
	b.ReportAllocs()
	for b.Loop() {
		book, _ := layout.Set(doc, faces)
		write(b, book)
	}
}

// BenchmarkTable600 is a table of 600 rows and 8 columns, from rows to bytes.
// TONGBAO_ROWS names a file with rows of another program's benchmark, as JSON:
// lists of texts.
func BenchmarkTable600(b *testing.B) {
	t := table600(b)
	faces := layouttest.Faces(b, "../..")
	b.ReportAllocs()
	for b.Loop() {
		s := page.New(faces)
		s.Annex(page.Annex{Label: "附件", Title: []string{"重点项目建设情况表"}, Wide: true, Tables: []page.Table{t}})
		book := s.Finish("")
		b.ReportMetric(float64(len(write(b, book))), "B/file")
		b.ReportMetric(float64(len(book.Pages)), "pages")
	}
}

func table600(b *testing.B) page.Table {
	t := page.Table{Dense: true}
	for i, head := range []string{"序号", "责任单位", "项目名称", "建设内容及规模", "总投资", "完成率", "负责人", "存在问题"} {
		t.Columns = append(t.Columns, page.Column{Head: head, Weight: []float64{9, 25, 33, 50, 18, 13, 13, 29}[i]})
	}
	var rows [][]string
	if path := os.Getenv("TONGBAO_ROWS"); path != "" {
		data, err := os.ReadFile(path)
		if err == nil {
			err = json.Unmarshal(data, &rows)
		}
		if err != nil {
			b.Fatal(err)
		}
	} else {
		for i := range 600 {
			rows = append(rows, []string{
				strconv.Itoa(i + 1), []string{"市住房和城乡建设局", "市水利局", "市教育局", "市卫生健康委员会"}[i%4],
				fmt.Sprintf("第%d批老旧小区改造工程", i%37+1), "改造房屋" + strconv.Itoa(20+i%90) + "栋，铺设雨水污水管道，增设停车位和充电桩，补种绿化",
				fmt.Sprintf("%.2f", 812.5+float64(i)*37.25), fmt.Sprintf("%.1f%%", float64(i*13%1000)/10), "某某某",
				[]string{"", "管线迁改影响道路恢复，比计划晚12天", "", "资金支付手续正在办理"}[i%4],
			})
		}
	}
	for _, r := range rows {
		row := page.Row{Cells: make([]page.Cell, len(r))}
		for i, text := range r {
			row.Cells[i].Text = text
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// TestDocumentsLeaveNothingBehind: what is held after many documents is what
// was held after a few. TONGBAO_DOCUMENTS is how many, 20 by default.
func TestDocumentsLeaveNothingBehind(t *testing.T) {
	many := 20
	if n, err := strconv.Atoi(os.Getenv("TONGBAO_DOCUMENTS")); err == nil {
		many = n
	}
	faces, doc := layouttest.Faces(t, "../.."), layouttest.Document(30)
	held := func(documents int) uint64 {
		for range documents {
			book, _ := layout.Set(doc, faces)
			var out bytes.Buffer
			if err := pdf.Write(&out, book, meta); err != nil {
				t.Fatal(err)
			}
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	few := held(5)
	after := held(many)
	t.Logf("%d documents: %d KB held, %d KB after 5", many, after>>10, few>>10)
	if after > few+1<<20 {
		t.Errorf("%d bytes held after %d documents, %d after 5", after, many, few)
	}
}
