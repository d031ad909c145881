// Package samplesheets holds five governments' programmes of 民生实事 as the
// workbooks their offices would have, and what is known of each programme
// beside its projects (its units, groups, rule and notice).
//
// Plans are facts from published notices: names, quantities, units, dates and
// amounts, in short words. Progress figures are made up to show the product;
// every such sheet says 示例 in its title.
//
// The workbooks are written by
//
//	go run ./sample-sheets/make
//
// from the readable tables under facts, and are the same bytes every time.
//
// Their sheets:
//
//   - a plan (项目表) as that government lays it out: 淮安 with merged numbers
//     and names and ①②③ before the content, 花山 and 无锡 with section rows, 连云港
//     and 无锡 in traditional script, 无锡's voted list in a workbook of its own,
//     with the main items that each voted one stands for in its 備註;
//   - shares (任务分解): 序号, 项目名称, 指标, 计量单位, 合计, one column for each area;
//     a row whose 指标 begins with 其中 tells a part beside the whole;
//   - funding (资金安排), in 万元: 序号, 项目名称, 总投资 and 当年计划投资 merged over one
//     row for each source; the amount of an open source is 其余;
//   - progress (一季度 …): one row for each target of a project, with what holds for
//     the whole project (是否达序时, 形象进度, 填报单位 …) merged over its rows;
//   - 县区分解, in 淮安's progress workbooks: one row for each area's share. An area
//     that sent nothing has no row.
package samplesheets

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"

	"tongbao/server/ledger"
)

//go:embed facts/*/settings.json facts/books.json
var facts embed.FS

//go:embed *.xlsx
var sheets embed.FS

// Keys are the programmes' keys in the order in which they are shown.
func Keys() []string {
	return []string{"huaian-2020", "lianyungang-2021", "huashan-2024", "jining-gaoxin-2021", "wuxi-2023"}
}

// Settings is a programme without its projects, which come from its plan
// workbooks. It returns false for an unknown key.
func Settings(key string) (ledger.Programme, bool) {
	p, err := settings(key)
	return p, err == nil
}

func settings(key string) (ledger.Programme, error) {
	var p ledger.Programme
	if err := decode("facts/"+key+"/settings.json", &p); err != nil {
		return ledger.Programme{}, err
	}
	for i := range p.Units {
		p.Units[i].Order = i + 1
	}
	return p, nil
}

// Workbook is one committed workbook.
type Workbook struct {
	Name   string        // 淮安2020-项目表.xlsx
	Period ledger.Period // zero for plan tables
	Data   []byte
}

// Workbooks are a programme's workbooks in the order in which to import them:
// the plan, how it is shared out and paid for, then progress by quarter. They
// are none for an unknown key.
func Workbooks(key string) []Workbook {
	books, err := workbooks(key)
	if err != nil {
		return nil
	}
	return books
}

func workbooks(key string) ([]Workbook, error) {
	var list []struct{ Programme, Name, Period string }
	if err := decode("facts/books.json", &list); err != nil {
		return nil, err
	}
	var books []Workbook
	for _, b := range list {
		if b.Programme != key {
			continue
		}
		var period ledger.Period
		if b.Period != "" {
			var err error
			if period, err = ledger.ParsePeriod(b.Period); err != nil {
				return nil, err
			}
		}
		data, err := sheets.ReadFile(b.Name)
		if err != nil {
			return nil, fmt.Errorf("sample workbook: %w", err)
		}
		books = append(books, Workbook{Name: b.Name, Period: period, Data: data})
	}
	return books, nil
}

func decode(name string, into any) error {
	data, err := facts.ReadFile(name)
	if err != nil {
		return fmt.Errorf("sample facts: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("sample facts %s: %w", name, err)
	}
	return nil
}
