package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"tongbao/server/internal/intake"
	"tongbao/server/internal/notice"
	"tongbao/server/internal/workbook"
	"tongbao/server/ledger"
)

// checkNotices reads notices and says what was found in each.
func checkNotices(ctx context.Context, files []string, asJSON bool) error {
	failed := false
	for _, path := range files {
		n, err := readNotice(ctx, path)
		if err != nil && ledger.CodeOf(err) != "" {
			finding := intake.Refused(err)
			n, err = &notice.Notice{Draft: &intake.Draft{
				File: filepath.Base(path), Layout: intake.LayoutUnknown, Findings: []ledger.Finding{finding},
			}}, nil
		}
		if err == nil {
			failed = failed || intake.HasErrors(n.Draft.Findings)
			err = showNotice(n, asJSON)
		}
		if err != nil {
			return err
		}
	}
	if failed {
		return errFindings
	}
	return nil
}

// readNotice reads one notice, within the time that a workbook has.
func readNotice(ctx context.Context, path string) (*notice.Notice, error) {
	u, err := readFile(path)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	doc, err := workbook.OpenProse(ctx, u.Name, u.Data, workbook.DefaultLimits())
	if err != nil {
		return nil, err
	}
	return notice.Read(doc), nil
}

func showNotice(n *notice.Notice, asJSON bool) error {
	if !asJSON {
		printNotice(n)
		return nil
	}
	line, err := n.JSON()
	if err == nil {
		fmt.Println(string(line))
	}
	return err
}

// printNotice writes a notice for people: the programme, its lists, the findings.
func printNotice(n *notice.Notice) {
	d := n.Draft
	if len(n.Lists) == 0 {
		fmt.Printf("%s：没有读到清单\n", d.File)
		printFindings(d.Findings)
		return
	}
	fmt.Printf("%s：通知 %s\n", d.File, orUnsaid(n.Title))
	date, year := "", ""
	if !n.Date.IsZero() {
		date = n.Date.Chinese()
	}
	if n.Year != 0 {
		year = fmt.Sprintf("%d年", n.Year)
	}
	fmt.Printf("  文号 %s，成文日期 %s，发文机关 %s，年度 %s\n", orUnsaid(n.Number), orUnsaid(date), orUnsaid(n.Issuer), orUnsaid(year))
	for _, l := range n.Lists {
		fmt.Println("  " + listWords(l))
	}
	for _, q := range n.Rules {
		fmt.Printf("  进度要求（%s）：%s\n", q.At, q.Text)
	}
	fmt.Printf("  读到项目 %d 个", len(d.Projects))
	if len(d.Allocations) > 0 {
		fmt.Printf("，分解到各地区的数量 %d 个", len(d.Allocations))
	}
	fmt.Println()
	printFindings(d.Findings)
}

// listWords says what a list holds: 附件（第83行起）：50项，分10类….
func listWords(l notice.List) string {
	var b strings.Builder
	b.WriteString(l.Name)
	if l.At != "" {
		b.WriteString("（" + l.At + "起）")
	}
	fmt.Fprintf(&b, "：%d项", l.Items)
	if l.Rows != l.Items {
		fmt.Fprintf(&b, "，%d个项目", l.Rows)
	}
	if l.Categories > 0 {
		fmt.Fprintf(&b, "，分%d类", l.Categories)
	}
	if l.NoTask > 0 {
		fmt.Fprintf(&b, "，其中无任务%d项", l.NoTask)
	}
	if l.Steps > 0 {
		fmt.Fprintf(&b, "，推进措施%d条", l.Steps)
	}
	if l.Repeats != "" {
		b.WriteString("；与" + l.Repeats + "是同一批项目，不重复计数")
	}
	return b.String()
}

func orUnsaid(s string) string {
	if s == "" {
		return "未写明"
	}
	return s
}
