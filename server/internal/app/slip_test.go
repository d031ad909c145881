package app_test

import (
	"strings"
	"testing"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestWhatASlipSaysStandsOnTheBulletin(t *testing.T) {
	d := newDesk(t)
	issued := d.firstQuarter()
	draft, err := d.DraftBulletin(t.Context(), "huaian-2020", issued.Period, bulletin.Public, app.CommandLine)
	if err != nil {
		t.Fatal(err)
	}
	said := bulletin.Slip{DocumentNumber: "某政办发〔2020〕5号", Copies: 30, Copy: "000001", Secrecy: "秘密★1年", Urgency: "特急", Drafter: "李某"}
	if err := d.SaySlip(t.Context(), draft.ID, said, app.CommandLine); err != nil {
		t.Fatal(err)
	}
	b, err := d.Bulletin(t.Context(), draft.ID)
	if err != nil || b.Slip.Slip != said || b.Document.Head.Copy != "000001" || b.Document.Head.Secrecy != "秘密★1年" || b.Document.Head.Urgency != "特急" {
		t.Errorf("%+v, head %+v (%v)", b.Slip, b.Document.Head, err)
	}
	for field, wrong := range map[string]bulletin.Slip{
		"number": {DocumentNumber: strings.Repeat("长", 41)}, "copies": {Copies: -1}, "copy": {Copy: "1"},
		"secrecy": {Secrecy: "很秘密"}, "urgency": {Urgency: "火急"}, "drafter": {Drafter: "甲\n乙"},
	} {
		if err := d.SaySlip(t.Context(), draft.ID, wrong, app.CommandLine); ledger.CodeOf(err) != ledger.CodeInvalid {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := d.SaySlip(t.Context(), issued.ID, said, app.CommandLine); ledger.CodeOf(err) != ledger.CodeRefused {
		t.Errorf("an issued bulletin's slip was changed: %v", err)
	}
}

func TestTheSignedSlipIsFiledWithItsBulletin(t *testing.T) {
	d := newDesk(t)
	b := d.firstQuarter()
	if _, _, err := d.SlipScan(t.Context(), b.ID); ledger.CodeOf(err) != ledger.CodeNotFound {
		t.Errorf("before it came: %v", err)
	}
	if err := d.FileSlip(t.Context(), b.ID, app.Upload{Name: "稿纸.txt", Data: []byte("text")}, app.CommandLine); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("a text file: %v", err)
	}
	if err := d.FileSlip(t.Context(), b.ID, app.Upload{Name: "稿纸.pdf", Data: []byte("%PDF-1.4 signed")}, app.CommandLine); err != nil {
		t.Fatal(err)
	}
	file, data, err := d.SlipScan(t.Context(), b.ID)
	if err != nil || file.Name != "稿纸.pdf" || string(data) != "%PDF-1.4 signed" {
		t.Errorf("%+v %q (%v)", file, data, err)
	}
	if wrong, err := d.Verify(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%q (%v)", wrong, err)
	}
}
