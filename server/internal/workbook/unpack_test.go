package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

func unpacked(t *testing.T, data []byte, lim Limits) ([]File, error) {
	t.Helper()
	return Unpack(context.Background(), "报送.zip", data, lim)
}

func TestUnpack(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("市住建局/一季度.xlsx")
	check(t, err)
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for _, f := range []struct {
		name string
		data []byte
	}{
		{gbk, small(t, "")},
		{"进展/二季度.csv", []byte("a,b\n1,2\n")},
		{"里层.zip", pack(t, map[string]string{"x.csv": "a,b\n1,2\n"})},
		{"__MACOSX/._二季度.csv", nil},
		{"~$一季度.xlsx", nil},
		{".DS_Store", nil},
		{"Thumbs.db", nil},
	} {
		part, err := w.CreateHeader(&zip.FileHeader{Name: f.name, NonUTF8: f.name == gbk})
		check(t, err)
		_, err = part.Write(f.data)
		check(t, err)
	}
	check(t, w.Close())
	files, err := unpacked(t, buf.Bytes(), DefaultLimits())
	check(t, err)
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "一季度.xlsx 二季度.csv 里层.zip" {
		t.Fatalf("%s", got)
	}
	for i, says := range []string{"", "", "压缩包里不能再有压缩包"} {
		_, err := Open(files[i].Name, files[i].Data, DefaultLimits())
		if (err == nil) != (says == "") || err != nil && !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", files[i].Name, err)
		}
	}
}

// TestUnpackOthers: what is no zip of files stays as it is, for Open to judge.
func TestUnpackOthers(t *testing.T) {
	for _, f := range append(foreignFiles(t), foreignFile{name: "good", data: small(t, "")}) {
		if f.says == "压缩包" && len(f.data) > 100 {
			continue
		}
		files, err := unpacked(t, f.data, DefaultLimits())
		if err != nil || len(files) != 1 || !bytes.Equal(files[0].Data, f.data) || files[0].Name != "报送.zip" {
			t.Errorf("%s: %d files, %v", f.name, len(files), err)
		}
	}
}

func TestUnpackRefused(t *testing.T) {
	lim := DefaultLimits()
	lim.Files, lim.PartSize = 2, 1<<20
	var long strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&long, "%d,%d\n", i, i*7919)
	}
	bad := pack(t, map[string]string{"表.csv": "a,b\n"})
	bad[bytes.Index(bad, []byte("表.csv"))+len("表.csv")] ^= 0xff
	for _, c := range []struct {
		name string
		data []byte
		code ledger.ErrorCode
		says string
	}{
		{"too many", pack(t, map[string]string{"a": "1", "b": "2", "c": "3"}), ledger.CodeTooLarge, "超过 2 个"},
		{"too large", pack(t, map[string]string{"a.csv": long.String()}), ledger.CodeTooLarge, "超过上限"},
		{"nothing", pack(t, map[string]string{".DS_Store": "1"}), ledger.CodeInvalid, "没有文件"},
		{"damaged", bad, ledger.CodeInvalid, "“表.csv”损坏"},
	} {
		_, err := unpacked(t, c.data, lim)
		if ledger.CodeOf(err) != c.code || err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestOpenerStops: reading ends when its time is up, and a file whose turn
// does not come is not read.
func TestOpenerStops(t *testing.T) {
	var rows strings.Builder
	for range 20_000 {
		rows.WriteString("序号,项目,单位\n")
	}
	sheet := `<sheetData>` + strings.Repeat(`<row><c><v>1</v></c></row>`, 20_000) + `</sheetData>`
	tables := `<table:table table:name="一">` + strings.Repeat(`<table:table-row><table:table-cell/></table:table-row>`, 20_000) + `</table:table>`
	lim := DefaultLimits()
	lim.Ratio = 1 << 20
	for name, data := range map[string][]byte{
		"xlsx": small(t, sheet), "csv": []byte(rows.String()), "ods": pack(t, odsParts(tables)), "xls": goodXLS(),
	} {
		if err := NewOpener(lim, 1, 0).Open(context.Background(), name, data, func(*grid.Workbook) {}); ledger.CodeOf(err) != ledger.CodeTooLarge || !strings.Contains(err.Error(), "限定的时间") {
			t.Errorf("%s: %v", name, err)
		}
		if err := NewOpener(lim, 1, time.Hour).Open(context.Background(), name, data, func(*grid.Workbook) {}); err != nil {
			t.Errorf("%s in time: %v", name, err)
		}
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := NewOpener(lim, 0, time.Hour).Open(ended, "表.xlsx", small(t, ""), func(*grid.Workbook) {}); ledger.CodeOf(err) != ledger.CodeUnavailable {
		t.Errorf("no turn: %v", err)
	}
}

// TestOneZipAtOnce: what is in a zip is held until it was used, so another one
// waits; files that are no zip do not.
func TestOneZipAtOnce(t *testing.T) {
	o := NewOpener(DefaultLimits(), 1, time.Hour)
	zipped := pack(t, map[string]string{"表.csv": "a,b\n"})
	impatient, leave := context.WithCancel(context.Background())
	leave()
	used := 0
	err := o.Unpack(context.Background(), "甲.zip", zipped, func([]File) {
		check(t, o.Unpack(context.Background(), "表.xlsx", small(t, ""), func([]File) { used++ }))
		err := o.Unpack(impatient, "乙.zip", zipped, func([]File) { t.Error("unpacked beside another") })
		if ledger.CodeOf(err) != ledger.CodeUnavailable {
			t.Errorf("%v", err)
		}
	})
	check(t, err)
	check(t, o.Unpack(context.Background(), "乙.zip", zipped, func([]File) { used++ }))
	if used != 2 {
		t.Errorf("used %d times", used)
	}
}
