package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
	"time"

	"tongbao/server/internal/form"
	"tongbao/server/ledger"
)

// Template is the sheet for one unit to fill in for a period (填报模板): what it
// reports, what is due, and what it said last. CodeNotFound for an unknown
// programme or unit, CodeInvalid where the period is not the programme's or the
// unit has nothing to report.
func (s *Service) Template(ctx context.Context, key, unit string, period ledger.Period) (File, []byte, error) {
	d, err := s.formDesk(ctx, key, period)
	if err != nil {
		return File{}, nil, err
	}
	name, ok := d.find(unit)
	if !ok {
		return File{}, nil, ledger.Errorf(ledger.CodeNotFound, "计划“%s”里没有单位“%s”。请用台账里的单位名称", key, unit)
	}
	f := d.form(name)
	if len(f.Rows) == 0 {
		return File{}, nil, ledger.Errorf(ledger.CodeInvalid, "%s在该计划中没有要填报的项目或任务分解", name)
	}
	data, err := s.Blank(f)
	if err != nil {
		return File{}, nil, err
	}
	return fileOf(templateName(f), data), data, nil
}

// Templates are the sheets of every unit that has something to report, in one
// zip, in the units' own order. It fails as Template does.
func (s *Service) Templates(ctx context.Context, key string, period ledger.Period) (File, []byte, error) {
	d, err := s.formDesk(ctx, key, period)
	if err != nil {
		return File{}, nil, err
	}
	end := period.End()
	z := newPack(time.Date(end.Year, time.Month(end.Month), end.Day, 0, 0, 0, 0, time.UTC)) // not now: the same forms are the same bytes
	for i, name := range d.units() {
		f := d.form(name)
		if len(f.Rows) == 0 {
			continue
		}
		data, err := s.Blank(f)
		if err != nil {
			return File{}, nil, err
		}
		if err := z.add(fmt.Sprintf("%02d-%s", i+1, templateName(f)), data); err != nil {
			return File{}, nil, err
		}
	}
	data, err := z.close()
	if err != nil {
		return File{}, nil, err
	}
	name := fileName(fmt.Sprintf("%d年%s%s填报表", period.Year, d.programme.Title, period.ShortChinese()) + ".zip")
	return fileOf(name, data), data, nil
}

func fileOf(name string, data []byte) File {
	sum := sha256.Sum256(data)
	return File{Name: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(data))}
}

func templateName(f form.Form) string {
	return fileName(fmt.Sprintf("%s-%d年%s进展填报表", f.Unit, f.Period.Year, f.Period.ShortChinese()) + ".xlsx")
}

// fileName is a name without the signs that a file system refuses.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, name)
}

// formDesk is what every form of one programme and period is filled from.
type formDesk struct {
	programme *ledger.Programme
	period    ledger.Period
	prior     []ledger.Report // of this year, before the period
	standings map[ledger.ProjectID]*ledger.Standing
	simplify  func(string) string
	title     func(*ledger.Project) string
}

func (s *Service) formDesk(ctx context.Context, key string, period ledger.Period) (*formDesk, error) {
	p, err := s.Store.Programme(ctx, key)
	if err != nil {
		return nil, err
	}
	switch {
	case period.Year != p.Year:
		return nil, ledger.Errorf(ledger.CodeInvalid, "该计划是%d年的，没有%s这一期", p.Year, period.Chinese())
	case period.End().Before(p.NoticeDate):
		return nil, ledger.Errorf(ledger.CodeInvalid, "%s早于该计划印发之日（%s），这一期不用填报", period.Chinese(), p.NoticeDate.Chinese())
	}
	stored, err := s.Store.Reports(ctx, key)
	if err != nil {
		return nil, err
	}
	d := &formDesk{
		programme: p, period: period, simplify: s.Simplify, title: s.Title,
		standings: map[ledger.ProjectID]*ledger.Standing{},
	}
	for _, r := range stored {
		if r.Period.Year == period.Year && r.Period.End().Before(period.End()) {
			d.prior = append(d.prior, r)
		}
	}
	summary := ledger.Judge(p, d.prior, period)
	for _, series := range append([]ledger.SeriesSummary{summary.Main}, summary.Others...) {
		for i := range series.Standings {
			st := &series.Standings[i]
			d.standings[st.Project.ID] = st
		}
	}
	return d, nil
}

// units are the units that lead a project or have a share of one, in 建制序.
func (d *formDesk) units() []string {
	order := map[string]int{}
	for _, u := range d.programme.Units {
		order[u.Name] = u.Order
	}
	seen := map[string]bool{}
	var names []string
	add := func(name string) {
		if name = d.programme.Canonical(name); !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for i := range d.programme.Projects {
		pr := &d.programme.Projects[i]
		for _, name := range pr.Names(ledger.Lead) {
			add(name)
		}
		for _, a := range pr.Allocations {
			add(a.Unit)
		}
	}
	sort.SliceStable(names, func(i, j int) bool { return order[names[i]] < order[names[j]] })
	return names
}

// find is the unit of a name, in either script.
func (d *formDesk) find(name string) (string, bool) {
	if u, ok := d.programme.Unit(name); ok {
		return u.Name, true
	}
	for _, known := range d.units() {
		if d.simplify(known) == d.simplify(name) {
			return known, true
		}
	}
	return "", false
}

func (d *formDesk) form(unit string) form.Form {
	p := d.programme
	f := form.Form{
		Title:  fmt.Sprintf("%d年%s%s进展情况填报表", p.Year, p.Title, d.period.ShortChinese()),
		Office: p.Issuer, Unit: unit, Period: d.period, ReportBy: p.ReportBy(d.period), Sample: p.Sample,
	}
	for i := range p.Projects {
		f.Rows = append(f.Rows, d.leadRows(&p.Projects[i], unit)...)
	}
	for i := range p.Projects {
		f.Rows = append(f.Rows, d.shareRows(&p.Projects[i], unit)...)
	}
	return f
}
