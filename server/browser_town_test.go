//go:build browser

package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// bureaus and counties are the forty units of the town whose year is walked
// through. The names are real kinds of offices, the figures are made up.
var (
	bureaus = strings.Fields(`市发展改革委 市教育局 市科技局 市工业和信息化局 市公安局 市民政局 市司法局 市财政局 市人力资源社会保障局
		市自然资源和规划局 市生态环境局 市住房城乡建设局 市城市管理局 市交通运输局 市水利局 市农业农村局 市商务局 市文化广电旅游局
		市卫生健康委 市退役军人事务局 市应急管理局 市审计局 市行政审批局 市国资委 市市场监管局 市体育局 市统计局 市医疗保障局
		市信访局 市林业局 市残联 市总工会 市妇联 团市委`)
	counties = strings.Fields(`临江区 望湖区 青山区 云溪县 石桥县 白沙县`)
)

// shortName is how the plan writes one bureau's name in some rows, and wrongName
// what a sheet and the list of contacts call another by mistake.
const (
	longName, shortName = "市住房城乡建设局", "市住建局"
	soughtName          = "市城市管理局"
	wrongName           = "市城管执法局"
)

// promise is one project of the town, with what is done of it by the end of each
// quarter.
type promise struct {
	no       int
	category string
	name     string
	unit     string
	target   int
	done     [3]int
}

// silent is what is done where a unit says nothing.
const silent = -1

// due is what the check points ask for by the quarters' ends, in percent.
var due = [3]int{20, 50, 75}

// classes are the verdicts as a bulletin counts them; the first four are met.
var classes = strings.Fields("已完成 超序时 达序时 基本达序时 滞后 严重滞后 未到节点 未报送")

// percent is a share as a bulletin prints it, half away from zero.
func percent(n, of int) string {
	tenths := (2000*n + of) / (2 * of)
	return fmt.Sprintf("%d.%d%%", tenths/10, tenths%10)
}

// verdict is how a promise stands at a quarter's end, by the rule's own words:
// percent done less percent due, against the classes' lower bounds.
func (p promise) verdict(quarter int) string {
	done := p.done[quarter-1]
	ahead := 100*done - due[quarter-1]*p.target // in percent of the target, times the target
	switch {
	case done == silent:
		return "未报送"
	case done >= p.target:
		return "已完成"
	case ahead >= 5*p.target:
		return "超序时"
	case ahead >= 0:
		return "达序时"
	case ahead >= -5*p.target:
		return "基本达序时"
	case ahead >= -10*p.target:
		return "滞后"
	}
	return "严重滞后"
}

// shares are what promises reach by the quarters' ends, in percent.
var shares = [][3]int{{26, 57, 82}, {20, 50, 76}, {17, 46, 72}, {13, 42, 68}, {8, 33, 60}, {40, 75, 100}, {22, 53, 80}}

// town are the promises: two of each bureau, one of each county.
func town() []promise {
	things := []string{"便民服务站", "口袋公园", "社区食堂", "停车泊位", "充电站点"}
	categories := []string{"一、城乡建设", "二、社会事业", "三、公共服务", "四、环境治理"}
	var list []promise
	add := func(unit string, n int) {
		k := len(list)
		p := promise{
			no: k + 1, category: categories[k*len(categories)/(2*len(bureaus)+len(counties))],
			name: strings.TrimPrefix(unit, "市") + things[(k+n)%len(things)], unit: unit, target: 40 + 3*(k%9),
		}
		for q, percent := range shares[k%len(shares)] {
			p.done[q] = p.target * percent / 100
		}
		list = append(list, p)
	}
	for _, u := range bureaus {
		add(u, 0)
		add(u, 1)
	}
	for _, u := range counties {
		add(u, 2)
	}
	return list
}

// of are a unit's promises.
func of(promises []promise, unit string) []promise {
	var list []promise
	for _, p := range promises {
		if p.unit == unit {
			list = append(list, p)
		}
	}
	return list
}

// townPlan is the project table of the town: a short name in some rows, a group,
// and a column whose head says little.
func townPlan(t *testing.T, promises []promise) []byte {
	t.Helper()
	rows := [][]any{
		{"云州市2025年为民办实事项目表"},
		{"序号", "类别", "项目名称", "目标任务", "何时见效", "责任单位", "配合单位"},
	}
	for _, p := range promises {
		unit := p.unit
		if unit == longName && len(rows)%2 == 0 {
			unit = shortName
		}
		if p.no == 3 {
			unit += "、各县区政府"
		}
		helper := ""
		if p.no%10 == 1 {
			helper = "市财政局"
		}
		rows = append(rows, []any{p.no, p.category, p.name, fmt.Sprintf("新建%s%d个", p.name, p.target), "2025年12月底", unit, helper})
	}
	return book(t, "项目表", rows)
}

// townContacts is the list of contacts; one unit is called by a wrong name.
func townContacts(t *testing.T) []byte {
	t.Helper()
	rows := [][]any{{"联系人名单"}, {"单位", "联系人", "联系电话", "电子邮箱"}}
	for i, u := range append(append([]string{}, bureaus...), counties...) {
		if u == soughtName {
			u = wrongName
		}
		rows = append(rows, []any{u, "李" + string([]rune("甲乙丙丁戊己庚辛壬癸")[i%10]), fmt.Sprintf("0555-8390%04d", i), fmt.Sprintf("unit%02d@example.com", i)})
	}
	return book(t, "联系人", rows)
}

// book is a workbook with one sheet.
func book(t *testing.T, sheet string, rows [][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	err := f.SetSheetName(f.GetSheetName(0), sheet)
	for i := range rows {
		if err == nil {
			err = f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &rows[i])
		}
	}
	b, writeErr := f.WriteToBuffer()
	if err != nil || writeErr != nil {
		t.Fatal(err, writeErr)
	}
	return b.Bytes()
}

// progressRows is a unit's own table for a quarter, 1 to 3, as it keeps it.
func progressRows(promises []promise, quarter int) [][]any {
	rows := [][]any{
		{fmt.Sprintf("云州市2025年第%s季度为民办实事进展情况表", string([]rune("一二三")[quarter-1]))},
		{"填报单位（盖章）：" + promises[0].unit},
		{"序号", "项目名称", "累计完成", "形象进度", "存在问题"},
	}
	for _, p := range promises {
		rows = append(rows, []any{p.no, p.name, p.done[quarter-1], "在建", ""})
	}
	return rows
}

// gatheredRows is a table that gathers several units' rows.
func gatheredRows(promises []promise, quarter int) [][]any {
	rows := progressRows(promises, quarter)
	rows = append(rows[:1], rows[2:]...)
	rows[1] = append([]any{"填报单位"}, rows[1]...)
	for i, p := range promises {
		rows[2+i] = append([]any{p.unit}, rows[2+i]...)
	}
	return rows
}

// commas writes rows as .csv.
func commas(rows [][]any) string {
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprint(&b, cell)
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// filledForms are the forms of a zip that the product makes, filled in, by unit.
func filledForms(t *testing.T, packed []byte, promises []promise, quarter int) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	forms := map[string][]byte{}
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_, unit, _ := strings.Cut(entry.Name, "-")
		unit, _, _ = strings.Cut(unit, "-")
		forms[unit] = filledForm(t, data, of(promises, unit), quarter)
	}
	return forms
}

// filledForm writes a unit's figures into its form.
func filledForm(t *testing.T, data []byte, promises []promise, quarter int) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheet := f.GetSheetName(0)
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	column, filled := 0, 0
	for i, row := range rows {
		for c, text := range row {
			if text == "累计完成" {
				column = c + 1
			}
		}
		for _, p := range promises {
			if column == 0 || row[0] != fmt.Sprint(p.no) {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(column, i+1)
			if err == nil {
				err = f.SetCellInt(sheet, cell, int64(p.done[quarter-1]))
			}
			if err != nil {
				t.Fatal(err)
			}
			filled++
		}
	}
	if filled != len(promises) {
		t.Fatalf("%d of %d rows of a form are filled in", filled, len(promises))
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// quarterWord is a quarter as files are named: 一季度.
func quarterWord(quarter int) string { return string([]rune("一二三")[quarter-1]) + "季度" }

// binaryBooks are the last bureaus' tables for three quarters as .xls, written by
// LibreOffice, by their files' names.
func binaryBooks(t *testing.T, promises []promise) map[string][]byte {
	t.Helper()
	from, to := t.TempDir(), t.TempDir()
	args := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", "xls", "--outdir", to}
	for _, u := range bureaus[31:] {
		for quarter := 1; quarter <= 3; quarter++ {
			args = append(args, writeFile(t, from, u+quarterWord(quarter)+".xlsx", book(t, "进展", progressRows(of(promises, u), quarter))))
		}
	}
	if out, err := exec.CommandContext(t.Context(), "soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	made, err := os.ReadDir(to)
	if err != nil {
		t.Fatal(err)
	}
	books := map[string][]byte{}
	for _, f := range made {
		if books[f.Name()], err = os.ReadFile(filepath.Join(to, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return books
}
