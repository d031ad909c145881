package app_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"tongbao/reports/opc/opctest"
	samplesheets "tongbao/sample-sheets"
	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/internal/workbook/blank"
	"tongbao/server/ledger"
)

// Every unit of every sample programme fills in its form, in the second quarter
// no more than it must, sorts its rows and renames one: all are accepted, and
// the ledger holds what was filled in.
func TestFilledFormsComeBack(t *testing.T) {
	for _, key := range samplesheets.Keys() {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			periods := d.planOf(key)
			d.fillAll(key, periods[0], everyOpenCell, asFilled)
			d.fillAll(key, periods[1], requiredCells, asFilled)
		})
	}
}

// A form for half a year or the whole one says itself which it is.
func TestFormsForLongPeriodsComeBack(t *testing.T) {
	for _, key := range []string{"huaian-2020", "jining-gaoxin-2021", "wuxi-2023"} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			year := d.planOf(key)[0].Year
			d.fillAll(key, ledger.Period{Year: year, Kind: ledger.Half, N: 1}, everyOpenCell, asFilled)
			d.fillAll(key, ledger.Period{Year: year, Kind: ledger.Year, N: 1}, everyOpenCell, asFilled)
		})
	}
}

// planOf takes in a programme's plan and returns the periods it reports.
func (d *desk) planOf(key string) []ledger.Period {
	d.t.Helper()
	d.Blank = blank.Write
	var periods []ledger.Period
	for _, w := range samplesheets.Workbooks(key) {
		if !w.Period.IsZero() {
			periods = append(periods, w.Period)
			continue
		}
		if _, _, err := d.Accept(d.t.Context(), app.Upload{Name: w.Name, Data: w.Data}, app.Binding{Programme: key}, app.CommandLine); err != nil {
			d.t.Fatalf("%s: %v", w.Name, err)
		}
	}
	return periods
}

// filledForm is a form that a clerk has filled in, sorted and renamed, and how it
// came to that from the empty one.
type filledForm struct {
	app.Upload
	empty []byte
	sheet *sheetForm
}

// asFilled hands forms in as they are.
func asFilled(filled []filledForm) []app.Upload {
	var books []app.Upload
	for _, f := range filled {
		books = append(books, f.Upload)
	}
	return books
}

// The cells that a clerk fills in.
const (
	everyOpenCell = false
	requiredCells = true
)

// fillAll has every unit report for a period by its form, which through passes
// on once it is filled in.
func (d *desk) fillAll(key string, period ledger.Period, required bool, through func(filled []filledForm) []app.Upload) {
	d.t.Helper()
	_, data, err := d.Templates(d.t.Context(), key, period)
	if err != nil {
		d.t.Fatal(err)
	}
	files, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(files.File) == 0 {
		d.t.Fatalf("%d forms: %v", len(files.File), err)
	}
	want := map[string]string{}
	var filled []filledForm
	for _, f := range files.File {
		r, err := f.Open()
		if err != nil {
			d.t.Fatal(err)
		}
		empty, err := io.ReadAll(r)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, problem := range opctest.Problems(empty) {
			d.t.Errorf("%s: %s", f.Name, problem)
		}
		s := openForm(d.t, empty)
		figures, cells := s.fill(period.N, required)
		if cells == 0 {
			continue // a unit that owes nothing in the period
		}
		for k, v := range figures {
			want[k] = v
		}
		s.reverse()
		s.rename()
		filled = append(filled, filledForm{app.Upload{Name: f.Name, Data: s.bytes()}, empty, s})
	}
	for _, u := range through(filled) {
		_, v, err := d.Accept(d.t.Context(), u, app.Binding{Programme: key}, app.CommandLine)
		if err != nil {
			for _, x := range v.Findings {
				d.t.Log(x.Sheet, x.Cell, intake.Words(x))
			}
			d.t.Errorf("%s: %v", u.Name, err)
		}
	}
	reports, err := d.Reports(d.t.Context(), key)
	if err != nil {
		d.t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range reports {
		if r.Period != period {
			continue
		}
		for _, f := range r.Figures {
			rowKey := ledger.RowKey{Programme: key, Project: r.Project, Target: f.Target, Part: f.Part}
			for head, v := range map[string]*decimal.Decimal{
				"开工数": f.Started, "累计完成": f.Done, "完工数": f.Finished, "完成率": f.DonePercent,
				"开工率": f.StartedPercent, "完工率": f.FinishedPercent,
			} {
				if v != nil {
					got[r.Unit+" "+r.Area+" "+rowKey.String()+" "+head] = v.String()
				}
			}
		}
	}
	for k, v := range want {
		if got[k] != v {
			d.t.Errorf("%s %s: %q, filled in %q", period, k, got[k], v)
		}
	}
	for k, v := range got {
		if _, ok := want[k]; !ok {
			d.t.Errorf("%s %s: %q, not filled in", period, k, v)
		}
	}
	if len(want) < 10 && !required {
		d.t.Errorf("%s: only %d figures", period, len(want))
	}
}

// sheetForm is a form in the hands of a clerk.
type sheetForm struct {
	t     *testing.T
	file  *excelize.File
	sheet string
	head  int
	last  int
	cols  map[string]string // head → column letters
	unit  string
	typed []typed
}

// typed is what a clerk types into a cell: a number or a text.
type typed struct {
	Cell   string `json:"cell"`
	Text   string `json:"text"`
	Number string `json:"number"`
}

func openForm(t *testing.T, data []byte) *sheetForm {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	s := &sheetForm{t: t, file: f, sheet: f.GetSheetName(0), cols: map[string]string{}}
	rows, err := f.GetRows(s.sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if len(row) > 0 && row[0] == "序号" {
			s.head = i + 1
			for c, text := range row {
				name, _ := excelize.ColumnNumberToName(c + 1)
				s.cols[strings.ReplaceAll(text, "\n", "")] = name
			}
		}
		for c, text := range row {
			if text == "填报单位（盖章）：" {
				s.unit = strings.TrimSpace(strings.Join(row[c+1:c+4], ""))
			}
		}
	}
	s.last = len(rows)
	if s.head == 0 || s.unit == "" || s.cols["台账编号"] == "" {
		t.Fatalf("no head or unit: %v", s)
	}
	return s
}

func (s *sheetForm) get(head string, row int) string {
	v, err := s.file.GetCellValue(s.sheet, s.cols[head]+strconv.Itoa(row), excelize.Options{RawCellValue: true})
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

func (s *sheetForm) style(ref string) *excelize.Style {
	id, err := s.file.GetCellStyle(s.sheet, ref)
	if err != nil {
		s.t.Fatal(err)
	}
	style, err := s.file.GetStyle(id)
	if err != nil {
		s.t.Fatal(err)
	}
	return style
}

// open reports whether the cell may be filled in, or must be.
func (s *sheetForm) open(head string, row int, required bool) bool {
	if s.cols[head] == "" {
		return false
	}
	style := s.style(s.cols[head] + strconv.Itoa(row))
	yellow := len(style.Fill.Color) == 1 && style.Fill.Color[0] == "FFF2CC"
	return style.Protection != nil && !style.Protection.Locked && (yellow || !required)
}

// fill writes into the unlocked cells, or those that are required, and returns
// how many they are, and the figures by unit, area, key and head.
func (s *sheetForm) fill(quarter int, required bool) (want map[string]string, cells int) {
	want = map[string]string{}
	n := decimal.NewFromInt(int64(quarter))
	for row := s.head + 1; row <= s.last; row++ {
		area := ""
		if s.cols["县区"] != "" {
			area = s.get("县区", row)
		}
		for _, head := range []string{"开工数", "累计完成", "完工数", "完成率"} {
			if !s.open(head, row, required) {
				continue
			}
			cells++
			ref := s.cols[head] + strconv.Itoa(row)
			format := s.style(ref).CustomNumFmt
			v := n.Mul(decimal.NewFromInt(20)) // percent
			if target := s.get("年度目标", row); target != "" && head != "完成率" {
				whole := decimal.RequireFromString(target)
				if s.get("计量单位", row) == "%" {
					v = whole.Shift(2)
				} else {
					v = whole.Mul(n).Div(decimal.NewFromInt(5)).Floor()
				}
			}
			told := head
			entry := v
			if format != nil && strings.Contains(*format, "%") {
				entry = v.Shift(-2)
				if s.get("计量单位", row) != "%" {
					told = map[string]string{"开工数": "开工率", "完工数": "完工率", "累计完成": "完成率", "完成率": "完成率"}[head]
				}
			}
			s.enter(typed{Cell: ref, Number: entry.String()})
			want[s.unit+" "+area+" "+s.get("台账编号", row)+" "+told] = v.String()
		}
		for head, text := range map[string]string{"是否达序时": "达序时", "形象进度": "在建", "存在问题": "=1+1", "下一步打算": "抓紧施工"} {
			if s.open(head, row, required) {
				cells++
				s.enter(typed{Cell: s.cols[head] + strconv.Itoa(row), Text: text})
			}
		}
	}
	return want, cells
}

func (s *sheetForm) enter(entry typed) {
	s.typed = append(s.typed, entry)
	err := s.file.SetCellStr(s.sheet, entry.Cell, entry.Text)
	if entry.Number != "" {
		err = s.file.SetCellDefault(s.sheet, entry.Cell, entry.Number)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// reverse sorts the rows the other way round, cells with their styles.
func (s *sheetForm) reverse() {
	type cell struct {
		value string
		kind  excelize.CellType
		style int
	}
	var rows [][]cell
	width := len(s.cols)
	for row := s.head + 1; row <= s.last; row++ {
		var cells []cell
		for c := 1; c <= width; c++ {
			ref, _ := excelize.CoordinatesToCellName(c, row)
			v, _ := s.file.GetCellValue(s.sheet, ref, excelize.Options{RawCellValue: true})
			kind, _ := s.file.GetCellType(s.sheet, ref)
			style, _ := s.file.GetCellStyle(s.sheet, ref)
			cells = append(cells, cell{v, kind, style})
		}
		rows = append(rows, cells)
	}
	slices.Reverse(rows)
	for i, cells := range rows {
		for c, x := range cells {
			ref, _ := excelize.CoordinatesToCellName(c+1, s.head+1+i)
			var err error
			switch {
			case x.value == "":
				err = s.file.SetCellValue(s.sheet, ref, nil)
			case x.kind == excelize.CellTypeSharedString || x.kind == excelize.CellTypeInlineString:
				err = s.file.SetCellStr(s.sheet, ref, x.value)
			default:
				err = s.file.SetCellDefault(s.sheet, ref, x.value)
			}
			if err == nil {
				err = s.file.SetCellStyle(s.sheet, ref, ref, x.style)
			}
			if err != nil {
				s.t.Fatal(err)
			}
		}
	}
}

// rename gives the first project another name.
func (s *sheetForm) rename() {
	if err := s.file.SetCellStr(s.sheet, s.cols["项目名称"]+strconv.Itoa(s.head+1), "换了名字的一项"); err != nil {
		s.t.Fatal(err)
	}
}

func (s *sheetForm) bytes() []byte {
	b, err := s.file.WriteToBuffer()
	if err != nil {
		s.t.Fatal(err)
	}
	return b.Bytes()
}

func TestTemplateRefusals(t *testing.T) {
	d := newDesk(t)
	d.Blank = blank.Write
	d.accept("淮安2020-项目表.xlsx", "")
	q1 := ledger.QuarterOf(2020, 1)
	for _, tt := range []struct {
		name, key, unit string
		period          ledger.Period
		want            ledger.ErrorCode
	}{
		{"unknown programme", "x-2020", "市住建局", q1, ledger.CodeNotFound},
		{"unknown unit", "huaian-2020", "某某局", q1, ledger.CodeNotFound},
		{"another year", "huaian-2020", "市住建局", ledger.QuarterOf(2021, 1), ledger.CodeInvalid},
		{"a unit that assists only", "huaian-2020", "市财政局", q1, ledger.CodeInvalid},
	} {
		if _, _, err := d.Template(t.Context(), tt.key, tt.unit, tt.period); ledger.CodeOf(err) != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.want)
		}
	}
	file, one, err := d.Template(t.Context(), "huaian-2020", "市住建局", q1)
	if err != nil || file.Name != "市住建局-2020年一季度进展填报表.xlsx" || file.Size != int64(len(one)) {
		t.Errorf("%+v: %v", file, err)
	}
	if _, two, _ := d.Template(t.Context(), "huaian-2020", "市住建局", q1); !bytes.Equal(one, two) {
		t.Error("two writings differ")
	}
}

// What 淮安's plan asks of two units, by hand.
func TestTemplateAsksForWhatIsDue(t *testing.T) {
	d := newDesk(t)
	d.Blank = blank.Write
	d.accept("淮安2020-项目表.xlsx", "")
	d.accept("淮安2020-任务分解.xlsx", "")
	d.accept("淮安2020-一季度进展.xlsx", "2020Q1")
	for _, tt := range []struct {
		unit, no, open, due string
	}{
		{"市文广旅游局", "1③", "开工数", "应开工不少于32座（40%）"},
		{"清江浦区", "1④", "累计完成", "应完成不少于360座（60%）"},
	} {
		_, data, err := d.Template(t.Context(), "huaian-2020", tt.unit, ledger.QuarterOf(2020, 2))
		if err != nil {
			t.Fatal(err)
		}
		s := openForm(t, data)
		found := false
		for row := s.head + 1; row <= s.last; row++ {
			if s.get("序号", row) != tt.no {
				continue
			}
			found = true
			if !s.open(tt.open, row, true) || !strings.Contains(s.get("序时要求", row), tt.due) {
				t.Errorf("%s %s: %s open %v, due %q", tt.unit, tt.no, tt.open, s.open(tt.open, row, true), s.get("序时要求", row))
			}
			for _, locked := range []string{"序号", "项目名称", "指标", "年度目标", "序时要求", "台账编号"} {
				if s.open(locked, row, false) {
					t.Errorf("%s may be changed", locked)
				}
			}
		}
		if !found {
			t.Errorf("%s: no row %s among %s", tt.unit, tt.no, fmt.Sprint(s.last-s.head))
		}
	}
}
