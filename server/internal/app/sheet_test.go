package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tongbao/server/internal/grid"
	"tongbao/server/ledger"
)

// sheetOf is a sheet of so many rows and columns whose cells say where they are.
func sheetOf(name string, rows, cols int, merges ...string) grid.Sheet {
	s := grid.Sheet{Name: name, HiddenCols: map[int]bool{2: true}}
	for r := 1; r <= rows; r++ {
		var cells []grid.Cell
		for c := 1; c <= cols; c++ {
			at := grid.Address{Col: c, Row: r}
			cells = append(cells, grid.Cell{Address: at, Text: at.String(), Kind: grid.Text})
		}
		s.Add(grid.Row{Number: r, Hidden: r == 3}, cells)
	}
	for _, m := range merges {
		r, _ := grid.ParseRange(m)
		s.Merges = append(s.Merges, r)
	}
	return s
}

func at(severity ledger.Severity, sheet, cell string) ledger.Finding {
	return ledger.Finding{Severity: severity, Code: "x", Sheet: sheet, Cell: cell, Args: map[string]string{}}
}

// drawn is a sheet in words: a part a line, a left out one in brackets.
func drawn(s Sheet) string {
	var b strings.Builder
	for _, p := range s.Parts {
		if p.Rows == nil {
			fmt.Fprintf(&b, "[%d-%d]\n", p.From, p.To)
			continue
		}
		for _, r := range p.Rows {
			fmt.Fprintf(&b, "%d:", r.Number)
			for _, c := range r.Cells {
				fmt.Fprintf(&b, " %s", c.Ref)
				if c.Cols > 1 || c.Rows > 1 {
					fmt.Fprintf(&b, "(%dx%d)", c.Cols, c.Rows)
				}
				if c.Again {
					b.WriteString("+")
				}
				if c.Severity != "" {
					fmt.Fprintf(&b, "!%s%v", c.Severity[:1], c.Findings)
				}
			}
			b.WriteString("\n")
		}
	}
	return strings.TrimSpace(b.String())
}

func TestSheetIsLaidOut(t *testing.T) {
	p := &Preview{
		Workbook: &grid.Workbook{Sheets: []grid.Sheet{{Name: "空"}, sheetOf("表", 4, 3, "A1:C1", "B2:B4")}},
		Findings: []ledger.Finding{
			at(ledger.SeverityWarning, "表", "B3"), // within a merged cell
			at(ledger.SeverityError, "表", "B2:B4"),
			at(ledger.SeverityError, "表", ""),
			at(ledger.SeverityError, "没有", "A1"),
			{Severity: ledger.SeverityWarning, Sheet: "表", Cell: "A2", Args: map[string]string{"count": "2", "cells": "C4"}},
		},
	}
	tables := p.Tables()
	sheets := tables.Sheets(100)
	if len(sheets) != 1 || sheets[0].Number != 2 || sheets[0].Name != "表" {
		t.Fatalf("sheets: %+v", sheets)
	}
	want := "1: A1(3x1)\n2: A2!w[4] B2(1x3)!e[0 1] C2\n3: A3 C3\n4: A4 C4!w[4]"
	if got := drawn(sheets[0]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if rows := sheets[0].Parts[0].Rows; !rows[2].Hidden || rows[1].Hidden || !sheets[0].Columns[1].Hidden {
		t.Errorf("hidden: %+v %+v", rows, sheets[0].Columns)
	}
	places := []Place{{2, "B2", 2}, {2, "B2", 2}, {Sheet: 2}, {}, {2, "A2", 2}}
	if !slices.Equal(tables.Places(), places) {
		t.Errorf("places: %v, want %v", tables.Places(), places)
	}
}

func TestLargeSheetShowsHeadAndFindings(t *testing.T) {
	p := &Preview{
		Workbook: &grid.Workbook{Sheets: []grid.Sheet{sheetOf("大", 1000, 2, "A498:A510")}},
		Findings: []ledger.Finding{at(ledger.SeverityError, "大", "B500")},
	}
	s := p.Tables().Sheets(200)[0]
	var parts []string
	for _, part := range s.Parts {
		parts = append(parts, fmt.Sprintf("%d-%d:%t", part.From, part.To, part.Rows != nil))
	}
	if got := strings.Join(parts, " "); got != "1-10:true 11-496:false 497-503:true 504-1000:false" {
		t.Errorf("parts %s", got)
	}
	if first := s.Parts[2].Rows[1].Cells[0]; first.Ref != "A498" || first.Rows != 6 {
		t.Errorf("a merged cell is not cut to its part: %+v", first)
	}
	rest, ok := p.Tables().Between(1, 504, 1000, 0)
	if !ok || len(rest.Parts) != 2 || rest.Parts[0].To != 703 || rest.Parts[1].Rows != nil || rest.Parts[1].To != 1000 {
		t.Errorf("rest: %v", drawn(rest))
	}
	if again := rest.Parts[0].Rows[0].Cells[0]; again.Ref != "A498" || !again.Again || again.Rows != 7 {
		t.Errorf("the rest of a merged cell: %+v", again)
	}
	near, _ := p.Tables().Between(1, 11, 496, 200)
	if len(near.Parts) != 3 || near.Parts[1].From != 180 || near.Parts[1].To != 220 {
		t.Errorf("around a row: %v", near.Parts)
	}
	if _, ok := p.Tables().Between(2, 1, 10, 0); ok {
		t.Error("a sheet that is not there")
	}
}

// TestSheetPartsCoverEveryRow: whatever is asked for, each row between is in one
// part, each cell of a shown row is drawn or covered exactly once.
func TestSheetPartsCoverEveryRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, cols := rapid.IntRange(1, 300).Draw(t, "rows"), rapid.IntRange(1, 5).Draw(t, "cols")
		s := sheetOf("表", rows, cols)
		for r := 1; r < rows; r += rapid.IntRange(5, 60).Draw(t, "step") {
			s.Merges = append(s.Merges, grid.Range{From: grid.Address{Col: 1, Row: r}, To: grid.Address{
				Col: rapid.IntRange(1, cols).Draw(t, "wide"), Row: r + rapid.IntRange(0, 4).Draw(t, "high"),
			}})
		}
		p := &Preview{Workbook: &grid.Workbook{Sheets: []grid.Sheet{s}}}
		for range rapid.IntRange(0, 5).Draw(t, "findings") {
			ref := grid.Address{Col: rapid.IntRange(1, cols).Draw(t, "col"), Row: rapid.IntRange(1, rows).Draw(t, "row")}
			p.Findings = append(p.Findings, at(ledger.SeverityError, "表", ref.String()))
		}
		from, to := 1, rows
		sheet := p.Tables().Sheets(rapid.IntRange(0, 600).Draw(t, "most"))[0]
		if rapid.Bool().Draw(t, "between") {
			from = rapid.IntRange(1, rows).Draw(t, "from")
			to = rapid.IntRange(from, rows).Draw(t, "to")
			sheet, _ = p.Tables().Between(1, from, to, rapid.IntRange(0, rows).Draw(t, "around"))
		}
		next := from
		for _, part := range sheet.Parts {
			if part.From != next || part.To < part.From {
				t.Fatalf("part %d-%d after row %d", part.From, part.To, next-1)
			}
			next = part.To + 1
			area := 0
			for _, r := range part.Rows {
				for _, c := range r.Cells {
					area += c.Cols * c.Rows
				}
			}
			if part.Rows != nil && (len(part.Rows) != part.To-part.From+1 || area != len(part.Rows)*cols) {
				t.Fatalf("part %d-%d has %d rows and %d cells of %d columns", part.From, part.To, len(part.Rows), area, cols)
			}
		}
		if next != to+1 {
			t.Fatalf("ends at row %d of %d", next-1, to)
		}
	})
}
