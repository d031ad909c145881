package app_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/app"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// TestConfirmedReadingIsStoredAndLogged: figures in words are not taken unless
// somebody says so; who did is kept, and asks for no further word.
func TestConfirmedReadingIsStoredAndLogged(t *testing.T) {
	d := planned(t, app.Policy{Rows: app.AllRows, Warnings: app.ExplainWarnings})
	u := csvOf("进展.csv", progressHead+"1,新建旅游公厕,已完成约二十座，其中完成18座,是,\n2,改造老旧小区,30,是,\n3,新建农村公路,40,是,\n")
	b := ours("2020Q1")
	v, err := d.Check(t.Context(), u, b)
	if err != nil || len(v.Stops()) != 1 || len(v.Draft.Offers) != 1 {
		t.Fatalf("%v: stops %v, offers %+v", err, v.Stops(), v.Draft.Offers)
	}
	if _, _, err := d.Accept(t.Context(), u, b, app.Browser); ledger.CodeOf(err) != ledger.CodeRefused {
		t.Errorf("accepted without a word: %v", err)
	}
	o := v.Draft.Offers[0]
	o.Figures[0].Value = decimal.NewFromInt(20)
	b.Confirmed = []intake.Confirmation{{Sheet: o.Cell.Sheet, Cell: o.Cell.Ref, Figures: o.Figures}}
	sub, _, err := d.Accept(t.Context(), u, b, app.Browser)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.done(t); got != "1=20 2=30 3=40" {
		t.Errorf("the ledger holds %q", got)
	}
	kept, err := d.Submission(t.Context(), sub.ID)
	if err != nil || len(kept.Findings) != 1 || kept.Actor != app.Browser {
		t.Fatalf("%v: %+v", err, kept)
	}
	want := "“已完成约二十座，其中完成18座”确认读作累计完成20"
	if got := kept.Findings[0]; got.Explanation != want || got.Cell != o.Cell.Ref {
		t.Errorf("kept %+v", got)
	}
	log, err := d.Audit(t.Context(), app.AuditFilter{Limit: 1})
	if err != nil || !strings.Contains(log[0].Detail, want) || log[0].Actor != app.Browser {
		t.Errorf("%v: logged %+v", err, log)
	}

	b.Confirmed[0].Figures[0].Value = decimal.NewFromInt(-1)
	if _, err := d.Check(t.Context(), u, b); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("a negative figure: %v", err)
	}
	b.Confirmed[0].Figures[0] = intake.OfferedFigure{Aspect: "x", Value: decimal.NewFromInt(1)}
	if _, err := d.Check(t.Context(), u, b); ledger.CodeOf(err) != ledger.CodeInvalid {
		t.Errorf("a figure of no column: %v", err)
	}
}
