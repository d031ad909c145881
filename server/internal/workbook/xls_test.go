package workbook

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// TestXLSCells reads cells as they are stored in records.
func TestXLSCells(t *testing.T) {
	formula := func(result []byte) []byte {
		return rec(recFormula, at(1, 1, 0), result, uint16(0), uint32(0), uint16(0))
	}
	for _, c := range []struct {
		name string
		recs []byte
		want grid.Cell // A1, without its address
	}{
		{"shared text", rec(recLabelSST, at(1, 1, 0), uint32(1)), grid.Cell{Kind: grid.Text, Text: "数量"}},
		{"text", rec(recLabel, at(1, 1, 0), wideText("市住建局")), grid.Cell{Kind: grid.Text, Text: "市住建局"}},
		{"narrow text", rec(recLabel, at(1, 1, 0), narrowText("caf\xe9")), grid.Cell{Kind: grid.Text, Text: "café"}},
		{"text with runs", rec(recRString, at(1, 1, 0), uint16(2), byte(9), uint16(1), []uint16{'城', '镇'}, uint32(0)), grid.Cell{Kind: grid.Text, Text: "城镇"}},
		{"line ends", rec(recLabel, at(1, 1, 0), wideText("甲\r\n乙\x07")), grid.Cell{Kind: grid.Text, Text: "甲\n乙"}},
		{"number", rec(recNumber, at(1, 1, 0), 0.1+0.2), grid.Cell{Kind: grid.Number, Text: "0.3"}},
		{"whole number in four bytes", rec(recRK, at(1, 1, 0), uint32(25<<2|2)), grid.Cell{Kind: grid.Number, Text: "25"}},
		{"negative", rec(recRK, at(1, 1, 0), ^uint32(3)&uint32(0xffffff9c)|2), grid.Cell{Kind: grid.Number, Text: "-25"}},
		{"whole number of hundredths", rec(recRK, at(1, 1, 0), uint32(1375<<2|3)), grid.Cell{Kind: grid.Number, Text: "13.75"}},
		{"fraction in four bytes", rec(recRK, at(1, 1, 0), rkFloat(0.5)), grid.Cell{Kind: grid.Number, Text: "0.5"}},
		{"fraction of hundredths", rec(recRK, at(1, 1, 0), rkFloat(50)|1), grid.Cell{Kind: grid.Number, Text: "0.5"}},
		{"several numbers", rec(recMulRK, uint16(0), uint16(0), uint16(0), uint32(7<<2|2), uint16(0), uint32(8<<2|2), uint16(1)), grid.Cell{Kind: grid.Number, Text: "7"}},
		{"date", rec(recNumber, at(1, 1, 1), 43921.0), grid.Cell{Kind: grid.Date, Text: "2020-03-31"}},
		{"month", rec(recNumber, at(1, 1, 3), 44075.0), grid.Cell{Kind: grid.Date, Text: "2020-09-01", MonthOnly: true}},
		{"percent", rec(recNumber, at(1, 1, 2), 0.757), grid.Cell{Kind: grid.Number, Text: "75.7%", Percent: true}},
		{"true", rec(recBoolErr, at(1, 1, 0), byte(1), byte(0)), grid.Cell{Kind: grid.Bool, Text: "TRUE"}},
		{"error", rec(recBoolErr, at(1, 1, 0), byte(7), byte(1)), grid.Cell{Kind: grid.Error, Text: "#DIV/0!"}},
		{"formula's number", formula(le(2.5)), grid.Cell{Kind: grid.Number, Text: "2.5", Formula: true}},
		{"formula's text", append(formula(qnan(0, 0)), rec(recString, wideText("达序时"))...), grid.Cell{Kind: grid.Text, Text: "达序时", Formula: true}},
		{"formula's empty text", formula(qnan(3, 0)), grid.Cell{}},
		{"formula's error", formula(qnan(2, 0x2a)), grid.Cell{Kind: grid.Error, Text: "#N/A", Formula: true}},
		{"formula's false", formula(qnan(1, 0)), grid.Cell{Kind: grid.Bool, Text: "FALSE", Formula: true}},
		{"a chart's cells", bytes.Join([][]byte{rec(recBOF, uint16(0x0600), uint16(32)), rec(recNumber, at(1, 1, 0), 9.0), rec(recEOF)}, nil), grid.Cell{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			sst := rec(recSST, uint32(2), uint32(2), wideText("序号"), wideText("数量"))
			book := opened(t, compoundFile("Workbook", xlsStream(sst, c.recs)))
			c.want.Address = grid.Address{Col: 1, Row: 1}
			if got := book.Sheets[0].At(c.want.Address); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// TestXLSContinued: texts go on in CONTINUE records, with a new width.
func TestXLSContinued(t *testing.T) {
	sst := append(rec(recSST, uint32(3), uint32(3), uint16(4), byte(1), []uint16{'民', '生'}),
		rec(recContinue, byte(0), "ab", uint16(2), byte(9), uint16(1), []uint16{'实', '事'})...)
	sst = append(sst, rec(recContinue, uint32(0), wideText("末"))...)
	cells := bytes.Join([][]byte{rec(recLabelSST, at(1, 1, 0), uint32(0)), rec(recLabelSST, at(1, 2, 0), uint32(1)), rec(recLabelSST, at(1, 3, 0), uint32(2))}, nil)
	book := opened(t, compoundFile("Workbook", xlsStream(sst, cells)))
	var got []string
	for c := range book.Sheets[0].Rows[0].Cells() {
		got = append(got, c.Text)
	}
	if want := []string{"民生ab", "实事", "末"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestXLSSheet(t *testing.T) {
	sheet := bytes.Join([][]byte{
		rec(recColInfo, uint16(1), uint16(2), uint16(0), uint16(0), uint16(1), uint16(0)),
		rec(recRow, uint16(2), uint16(0), uint16(4), uint16(0), uint16(0), uint16(0), uint32(0x20)),
		rec(recNumber, at(3, 4, 0), 3.0),
		rec(recNumber, at(1, 1, 0), 1.0), // not in order
		rec(recMergedCells, uint16(1), uint16(0), uint16(1), uint16(0), uint16(2)),
	}, nil)
	book := opened(t, compoundFile("Workbook", xlsStream(rec(recDateMode, uint16(1)), sheet)))
	s := &book.Sheets[0]
	if book.Format != "xls" || s.Name != "项目表" || len(s.Rows) != 2 || s.Rows[0].Hidden || !s.Rows[1].Hidden {
		t.Errorf("%s %+v", book.Format, s)
	}
	if !s.HiddenCols[2] || !s.HiddenCols[3] || s.HiddenCols[1] || s.HiddenCols[4] {
		t.Errorf("hidden columns %v", s.HiddenCols)
	}
	if m, ok := s.Merge(grid.Address{Col: 3, Row: 2}); !ok || m.String() != "A1:C2" {
		t.Errorf("merge %v", m)
	}
}

// TestBIFF5: texts are bytes of the workbook's code page.
func TestBIFF5(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("民生实事")
	check(t, err)
	before := bytes.Join([][]byte{rec(recBOF, uint16(0x0500), uint16(5)), rec(recCodePage, uint16(936)), rec(recXF, make([]byte, 16))}, nil)
	entry := func(at int) []byte { return rec(recBoundSheet, uint32(at), uint16(0), byte(len(gbk)), gbk) }
	stream := le(before, entry(len(before)+len(entry(0))+4), rec(recEOF),
		rec(recBOF, uint16(0x0500), uint16(16)), rec(recLabel, at(1, 1, 0), uint16(len(gbk)), gbk), rec(recEOF))
	s := opened(t, compoundFile("Book", stream)).Sheets[0]
	if s.Name != "民生实事" || s.Rows[0].Cell(0).Text != "民生实事" {
		t.Errorf("%+v", s)
	}
}

var xlsDamages = []struct {
	name    string
	globals []byte
	sheet   []byte
	says    string
}{
	{"encrypted", rec(recFilePass, make([]byte, 6)), nil, "打开密码"},
	{"text missing", nil, rec(recLabelSST, at(1, 1, 0), uint32(0)), "文字编号"},
	{"style missing", nil, rec(recNumber, at(1, 1, 9), 1.0), "样式编号"},
	{"beyond the sheet", nil, rec(recNumber, at(1, 257, 0), 1.0), "超出工作表"},
	{"twice", nil, append(rec(recNumber, at(2, 1, 0), 1.0), rec(recNumber, at(2, 1, 0), 2.0)...), "A2 有两个值"},
	{"short cell", nil, rec(recNumber, at(7, 1, 0), uint32(1)), "第 7 行附近损坏"},
	{"no number", nil, rec(recNumber, at(1, 1, 0), uint64(0x7ff8<<48)), "数值无法识别"},
	{"no error", nil, rec(recBoolErr, at(1, 1, 0), byte(99), byte(1)), "值无法识别"},
	{"formula without its text", nil, rec(recFormula, at(1, 1, 0), qnan(0, 0), make([]byte, 8)), "公式结果缺失"},
	{"merges overlap", nil, rec(recMergedCells, uint16(2), uint16(0), uint16(1), uint16(0), uint16(1), uint16(1), uint16(2), uint16(1), uint16(2)), "重叠"},
	{"merge reversed", nil, rec(recMergedCells, uint16(1), uint16(3), uint16(1), uint16(0), uint16(1)), "合并区域"},
	{"texts cut", rec(recSST, uint32(9), uint32(9), wideText("一")), nil, "文字不完整"},
	{"half a character", rec(recSST, uint32(1), uint32(1), uint16(2), byte(1), "一"), nil, "文字不完整"},
	{"sheet beyond the end", rec(recBoundSheet, uint32(1<<30), uint16(0), byte(1), byte(0), "x"), nil, "缺少它的内容"},
	{"sheets of one name", rec(recBoundSheet, uint32(1), uint16(0), byte(3), byte(1), []uint16{'项', '目', '表'}), nil, "都叫"},
	{"record cut", nil, []byte{0x03, 0x02, 0xff, 0xff}, "截断"},
}

func TestXLSDamaged(t *testing.T) {
	for _, d := range xlsDamages {
		t.Run(d.name, func(t *testing.T) {
			_, err := Open("表.xls", compoundFile("Workbook", xlsStream(d.globals, d.sheet)), DefaultLimits())
			if ledger.CodeOf(err) != ledger.CodeInvalid || !strings.Contains(err.Error(), d.says) {
				t.Errorf("%v, want %q", err, d.says)
			}
		})
	}
}

// TestXLSCut: a file that did not arrive whole is refused.
func TestXLSCut(t *testing.T) {
	good := goodXLS()
	for n := range len(good) / 64 {
		if _, err := Open("表.xls", good[:n*64], DefaultLimits()); err == nil {
			t.Errorf("cut at %d and read", n*64)
		}
	}
}

// TestCompoundLoop: chains that lead back into themselves end.
func TestCompoundLoop(t *testing.T) {
	good := goodXLS()
	fat := len(good) - 512
	for _, at := range []int{0, 1, 7} {
		data := bytes.Clone(good)
		binary.LittleEndian.PutUint32(data[fat+4*at:], 0)
		if _, err := Open("表.xls", data, DefaultLimits()); err == nil {
			t.Errorf("sector %d leads to 0 and is read", at)
		}
	}
}

// TestXLSInLetter: a workbook embedded in another document is not this file.
func TestXLSInLetter(t *testing.T) {
	_, err := Open("函.doc", compoundFile("WordDocument", xlsStream(nil, nil)), DefaultLimits())
	if err == nil || !strings.Contains(err.Error(), "Word") {
		t.Error(err)
	}
}
