package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/reports/list"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// GatheredBook is 汇总表: what all units have reported for a period in one
// workbook, from the ledger, each row with its unit, the file it came in and its
// cell; beside it the units that still owe reports, and the problems that were
// told or found. CodeInvalid for a period before the programme's notice.
func (s *Service) GatheredBook(ctx context.Context, key string, p ledger.Period) (File, []byte, error) {
	f, err := s.Filing(ctx, key, p)
	if err != nil {
		return File{}, nil, err
	}
	reports, err := s.Store.Reports(ctx, key)
	if err != nil {
		return File{}, nil, err
	}
	submissions, err := s.Store.Submissions(ctx, key)
	if err != nil {
		return File{}, nil, err
	}
	g := &gatherer{filing: f, projects: f.Programme.ByID(), files: make(map[int64]string, len(submissions))}
	for _, sub := range submissions {
		g.files[sub.ID] = sub.File
		if sub.Current && p.Takes(sub.Period) {
			g.current = append(g.current, sub)
		}
	}
	for i := range reports {
		if p.Takes(reports[i].Period) {
			g.reports = append(g.reports, &reports[i])
		}
	}
	progress := g.progress()
	data, err := s.ListBook(progress, f.owingTable(), g.problems())
	return File{Name: fileName(progress.Title + ".xlsx"), Size: int64(len(data))}, data, err
}

// gatherer makes the lists of a 汇总表.
type gatherer struct {
	filing   *Filing
	projects map[ledger.ProjectID]*ledger.Project
	files    map[int64]string // names by submission
	reports  []*ledger.Report // of the period
	current  []Submission     // of the period
}

// source is the file, sheet and cell that a figure or a word stands at.
func (g *gatherer) source(submission int64, at ledger.Cell) []list.Cell {
	file := at.File
	if file == "" {
		file = g.files[submission]
	}
	return []list.Cell{list.Text(file), list.Text(at.Sheet), list.Text(at.Ref)}
}

// whose are the cells that say which project and unit a row is of.
func (g *gatherer) whose(r *ledger.Report) []list.Cell {
	category, name := "", ""
	if pr := g.projects[r.Project]; pr != nil {
		category, name = pr.Category, g.filing.title(pr)
	}
	return []list.Cell{list.Text(r.Project.String()), list.Text(category), list.Text(name), list.Text(r.Unit), list.Text(r.Area)}
}

// progress is 进展汇总: a row for each target that was reported on, and for each
// report without figures.
func (g *gatherer) progress() list.Table {
	t := g.filing.table("进展汇总", fmt.Sprintf("已报%d份。", len(g.reports)))
	t.Heads = strings.Fields("序号 类别 项目 填报单位 县区（园区） 目标任务 计量单位 开工数 累计完成 完工数 开工率(%) 完成率(%) 完工率(%) 自评 形象进度 年度计划投资(万元) 累计完成投资(万元) 资金到位(万元) 存在问题 下一步打算 需协调事项 截止日 填报时间 来源文件 工作表 单元格 报送编号")
	for _, r := range g.reports {
		figures := r.Figures
		if len(figures) == 0 {
			figures = []ledger.Figures{{}}
		}
		for i := range figures {
			t.Rows = append(t.Rows, g.row(r, &figures[i], i == 0))
		}
	}
	return t
}

// row is one row of 进展汇总. Money is told with the first target of a report
// alone, so that a column can be added up.
func (g *gatherer) row(r *ledger.Report, f *ledger.Figures, first bool) []list.Cell {
	target, measure := f.Part, ""
	if pr := g.projects[r.Project]; pr != nil {
		for i := range pr.Targets {
			if pr.Targets[i].ID == f.Target {
				target, measure = strings.TrimSpace(pr.Targets[i].Text+" "+f.Part), pr.Targets[i].Measure
			}
		}
	}
	row := append(g.whose(r), list.Text(target), list.Text(measure))
	for _, d := range []*decimal.Decimal{f.Started, f.Done, f.Finished, f.StartedPercent, f.DonePercent, f.FinishedPercent} {
		row = append(row, list.Number(d))
	}
	row = append(row, list.Text(string(r.Declared)), list.Text(r.StageText))
	for _, d := range []*decimal.Decimal{r.Planned, r.Invested, r.InPlace} {
		if !first {
			d = nil
		}
		row = append(row, list.Number(d))
	}
	row = append(row, list.Text(r.Problems), list.Text(r.Next), list.Text(r.Request), list.Day(r.AsOf), list.Day(r.Filed))
	at := f.Cell
	if at.Ref == "" {
		at = r.Cell
	}
	row = append(row, g.source(r.Submission, at)...)
	return append(row, list.Int(int(r.Submission)))
}

// problems is 问题清单: what units tell of problems and ask for, and what was
// found in their accepted tables with the words on it.
func (g *gatherer) problems() list.Table {
	t := g.filing.table("问题清单", "")
	t.Heads = strings.Fields("序号 类别 项目 填报单位 县区（园区） 种类 内容 说明 来源文件 工作表 单元格 报送编号")
	add := func(whose []list.Cell, kind, text, said string, submission int64, at ledger.Cell) {
		if strings.TrimSpace(text) == "" {
			return
		}
		row := append(whose, list.Text(kind), list.Text(text), list.Text(said))
		row = append(row, g.source(submission, at)...)
		t.Rows = append(t.Rows, append(row, list.Int(int(submission))))
	}
	for _, r := range g.reports {
		add(g.whose(r), "存在问题", r.Problems, r.Next, r.Submission, r.Cell)
		add(g.whose(r), "需协调事项", r.Request, "", r.Submission, r.Cell)
	}
	for _, sub := range g.current {
		for _, f := range sub.Findings {
			whose := []list.Cell{{}, {}, {}, list.Text(sub.Unit), {}}
			add(whose, "核对提醒", intake.Message(f), f.Explanation, sub.ID, ledger.Cell{File: sub.File, Sheet: f.Sheet, Ref: f.Cell})
		}
	}
	t.Lines[0] += fmt.Sprintf("共%d条。", len(t.Rows))
	return t
}
