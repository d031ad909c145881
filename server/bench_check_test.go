package main

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// BenchmarkCheck1700 is a progress table of 1,700 rows of 14 columns (about
// 200 KB) sent to the API by eight at once: received, opened, read and answered
// with every row in JSON. One operation is one table.
func BenchmarkCheck1700(b *testing.B) {
	o := serveOptions{options: &options{data: b.TempDir()}}
	s, closeStore, err := o.open(b.Context(), quietLog())
	if err != nil {
		b.Fatal(err)
	}
	handler, err := o.handler(s, quietLog())
	if err != nil {
		b.Fatal(err)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "进展表.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := part.Write(cityTable(b, 1700)); err != nil {
		b.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	const atOnce = 8
	b.ReportAllocs()
	b.ResetTimer()
	var left atomic.Int64
	left.Store(int64(b.N))
	done := make(chan string, atOnce)
	for range atOnce {
		go func() {
			for left.Add(-1) >= 0 {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "http://127.0.0.1/api/v1/submissions", bytes.NewReader(form.Bytes()))
				r.Header.Set("Content-Type", w.FormDataContentType())
				answer := httptest.NewRecorder()
				handler.ServeHTTP(answer, r)
				if answer.Code != http.StatusOK || !bytes.Contains(answer.Body.Bytes(), []byte(`"seen":1700,"accepted":1700`)) {
					done <- fmt.Sprintf("%d %.600s", answer.Code, answer.Body)
					return
				}
			}
			done <- ""
		}()
	}
	for range atOnce {
		if fault := <-done; fault != "" {
			b.Error(fault)
		}
	}
	b.StopTimer()
	if err := closeStore(); err != nil {
		b.Fatal(err)
	}
}

// cityTable is a table of a city's projects as its units send it each quarter.
func cityTable(b *testing.B, rows int) []byte {
	units := []string{"市发展和改革委员会", "市住房和城乡建设局", "市交通运输局", "市水利局", "市教育局", "市卫生健康委员会", "高新区管委会", "市农业农村局"}
	works := []string{
		"新建道路全长", "配套建设雨污管网", "改造老旧小区供水设施", "建设标准化厂房及附属用房", "购置医疗设备一批", "实施河道清淤疏浚",
		"建设智慧停车系统", "完成征地拆迁工作", "正在进行主体结构施工", "已完成施工图设计审查", "推进设备安装调试",
	}
	head := "项目编号 责任单位 项目名称 建设内容及规模 项目类型 开工时间 竣工时间 总投资(万元) 年度计划投资 本季度完成 累计完成率 负责人 联系电话 备注"
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return workbookOf(b, strings.Fields(head), rows, func(i int) []any {
		var content strings.Builder
		for k := range 7 {
			content.WriteString(works[(i*7+k*k*3)%len(works)] + "，")
		}
		note := ""
		if i%3 > 0 {
			note = fmt.Sprintf("存在问题：%s滞后%d天", works[i%len(works)], i%60)
		}
		total := float64(i*7919%5_000_000) / 100
		begun := start.AddDate(0, 0, i*31%700)
		return []any{
			fmt.Sprintf("XM2026-%06d", i+1), units[i%len(units)], fmt.Sprintf("第%d批%s工程", i+1, works[i%len(works)]), content.String(),
			[]string{"续建", "新建", "前期", "竣工"}[i%4], begun, begun.AddDate(1, i%12, 0), total, total * 0.4, float64(int(total*10)) / 100,
			excelize.Cell{StyleID: 1, Value: float64(i*37%1000) / 1000},
			"王建国", fmt.Sprintf("138%08d", i*104729%100_000_000), note,
		}
	})
}

// workbookOf is a workbook with one sheet: a head and rows under it. Style 1
// is a percent.
func workbookOf(b testing.TB, head []string, rows int, row func(i int) []any) []byte {
	b.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if _, err := f.NewStyle(&excelize.Style{NumFmt: 10}); err != nil {
		b.Fatal(err)
	}
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	cells := make([]any, len(head))
	for i, s := range head {
		cells[i] = s
	}
	for i := 0; err == nil && i <= rows; i++ {
		err = w.SetRow(fmt.Sprintf("A%d", i+1), cells)
		cells = row(i)
	}
	if err != nil {
		b.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	data, err := f.WriteToBuffer()
	if err != nil {
		b.Fatal(err)
	}
	return data.Bytes()
}

// BenchmarkCheck2000 is a progress table of 2,000 rows checked inside the
// server against a programme of 2,000 projects that has a report of the quarter
// before for each.
func BenchmarkCheck2000(b *testing.B) {
	const projects = 2000
	o := options{data: b.TempDir()}
	s, closeStore, err := o.open(b.Context(), quietLog())
	if err != nil {
		b.Fatal(err)
	}
	units := []string{"市住建局", "市教育局", "市交通运输局", "市水利局", "市卫健委", "市民政局", "市城管局", "市农业农村局"}
	works := []string{"老旧小区改造", "幼儿园新建", "农村公路提档升级", "河道整治", "村卫生室改造", "养老服务中心建设", "公共厕所新建", "高标准农田建设"}
	plan := workbookOf(b, strings.Fields("序号 项目名称 主要内容 一季度 二季度 三季度 四季度 牵头单位 完成时限"), projects, func(i int) []any {
		n := 40 + i%50
		return []any{
			i + 1, fmt.Sprintf("第%d片区%s", i+1, works[i%8]), fmt.Sprintf("完成%s%d个。", works[i%8], n), "完成10%", "完成40%",
			fmt.Sprintf("完成%d个", n*7/10), "全部完成", units[i%8], "12月底前",
		}
	})
	progress := func(share int) []byte {
		return workbookOf(b, strings.Fields("序号 项目名称 责任单位 目标任务 累计完成 完成率 是否达序时 形象进度 存在问题"), projects, func(i int) []any {
			n := 40 + i%50
			done := n * share / 100
			return []any{
				i + 1, fmt.Sprintf("第%d片区%s", i+1, works[i%8]), units[i%8], fmt.Sprintf("%d个", n), done,
				excelize.Cell{StyleID: 1, Value: float64(done) / float64(n)},
				"是", "正在施工，按计划推进", "",
			}
		})
	}
	binding := app.Binding{Programme: "shi-2026"}
	accept(b, s, app.Upload{Name: "2026年民生实事项目表.xlsx", Data: plan}, binding)
	binding.Period = ledger.QuarterOf(2026, 1)
	accept(b, s, app.Upload{Name: "2026年一季度进展表.xlsx", Data: progress(20)}, binding)
	binding.Period = ledger.QuarterOf(2026, 2)
	second := app.Upload{Name: "2026年二季度进展表.xlsx", Data: progress(50)}
	b.ReportAllocs()
	for b.Loop() {
		v, err := s.Check(b.Context(), second, binding)
		if err != nil || v.Draft.Rows.Accepted != projects || len(v.Changes) < 4*projects {
			b.Fatalf("%+v: %v", v, err)
		}
	}
	if err := closeStore(); err != nil {
		b.Fatal(err)
	}
}

func accept(b *testing.B, s *app.Service, u app.Upload, binding app.Binding) {
	b.Helper()
	v, _, err := s.Accept(context.WithoutCancel(b.Context()), u, binding, app.CommandLine)
	if err != nil {
		b.Fatalf("%s: %v %+v", u.Name, err, v)
	}
}
