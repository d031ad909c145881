package app

import (
	"fmt"
	"strings"
)

// Reminder is the text that reminds a unit of what it owes (催报), ready to
// paste.
func (f *Filing) Reminder(o Owing) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s：\n", o.Unit.Name)
	fmt.Fprintf(&b, "　　%s%s进展情况应于%s前报送（%s），贵单位还有%d项未报：\n",
		f.plan(), f.Period.ShortChinese(), f.ReportBy.Chinese(), f.Deadline(), len(o.Missing))
	for _, x := range o.Missing {
		fmt.Fprintf(&b, "　　%s\n", f.ProjectName(x))
	}
	b.WriteString("　　" + f.request())
	if o.Times > 1 {
		fmt.Fprintf(&b, "贵单位今年已有%d期未按时报齐。", o.Times)
	}
	b.WriteString("\n" + f.signature())
	return b.String()
}

// ReminderToAll is one text for all units that owe, "" when none does.
func (f *Filing) ReminderToAll() string {
	owing := f.Owing()
	if len(owing) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "各有关单位：\n　　%s%s进展情况应于%s前报送（%s），截至%s还有%d个单位未报齐：\n",
		f.plan(), f.Period.ShortChinese(), f.ReportBy.Chinese(), f.Deadline(), f.Today.Chinese(), len(owing))
	for i, o := range owing {
		var names []string
		for _, x := range o.Missing {
			names = append(names, f.ProjectName(x))
		}
		end := "；"
		if i == len(owing)-1 {
			end = "。"
		}
		fmt.Fprintf(&b, "　　%d．%s（%d项）：%s%s\n", i+1, o.Unit.Name, len(o.Missing), strings.Join(names, "、"), end)
	}
	b.WriteString("　　" + f.request() + "\n" + f.signature())
	return b.String()
}

// RemindSubject is the subject of a mail that carries a reminder.
func (f *Filing) RemindSubject() string {
	return "催报：" + f.plan() + f.Period.ShortChinese() + "进展情况"
}

func (f *Filing) plan() string { return fmt.Sprintf("%d年%s", f.Programme.Year, f.Programme.Title) }

func (f *Filing) request() string {
	switch {
	case f.Closed:
		return "本期已截止报送，请先与我们联系，再补报填报表。"
	case f.DaysOver() > 0:
		return "请接到通知后尽快补报填报表（有盖章要求的同时报送盖章件）。"
	}
	return "请按时报送填报表（有盖章要求的同时报送盖章件）。"
}

func (f *Filing) signature() string {
	return f.Programme.Issuer + "\n" + f.Today.Chinese() + "\n"
}
