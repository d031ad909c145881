package app_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/reports/xlsx"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestTheExchangePackHoldsThreeFilesByTheirChineseNames(t *testing.T) {
	d := newDesk(t)
	d.ListBook = xlsx.WriteList
	b := d.firstQuarter()
	draft, err := d.DraftBulletin(t.Context(), "huaian-2020", b.Period, bulletin.Public, app.CommandLine)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.ExchangePack(t.Context(), draft.ID); ledger.CodeOf(err) != ledger.CodeRefused {
		t.Errorf("a draft: %v", err)
	}
	file, data, err := d.ExchangePack(t.Context(), b.ID)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{b.Title + "（第1期）.pdf", b.Title + "（第1期）.xlsx", "分送单位名单.xlsx"}
	if len(z.File) != len(want) || file.Name != b.Title+"（第1期）公文交换包.zip" {
		t.Fatalf("%s: %d files", file.Name, len(z.File))
	}
	for i, f := range z.File {
		const utf8 = 1 << 11 // the name is UTF-8 (APPNOTE 4.4.4)
		if f.Name != want[i] || f.Flags&utf8 == 0 || f.Modified.IsZero() {
			t.Errorf("%q, flags %#x, %v", f.Name, f.Flags, f.Modified)
		}
	}
	if _, again, err := d.ExchangePack(t.Context(), b.ID); err != nil || !bytes.Equal(again, data) {
		t.Errorf("the same pack has other bytes (%v)", err)
	}
}
