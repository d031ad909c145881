package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"tongbao/reports/bulletin"
	"tongbao/reports/list"
	"tongbao/server/internal/app"
	"tongbao/server/internal/grid"
	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

var (
	q1  = ledger.QuarterOf(2020, 1)
	now = time.Date(2020, 4, 13, 9, 30, 0, 0, zone)
)

const (
	pdfName  = "2020年第一季度通报（第1期）.pdf"
	badFile  = "坏文件.xlsx"
	planFile = "项目表.xlsx"
	oddFile  = "问列.xlsx"
	longFile = "长表.xlsx"
	// proseFile has figures in words at F8.
	proseFile = "文字.xlsx"
	// hugeFile has as many rows as one file may have.
	hugeFile = "万行表.xlsx"
	hash     = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
)

// fake is a ledger of one programme, or an empty one, with the answers a test
// needs.
type fake struct {
	SetupService // a test of a new programme's pages brings its own

	empty     bool
	logAsked  app.AuditFilter
	state     app.BulletinState
	words     map[string]string
	issued    app.Issuing
	refused   []string // uploads
	accepted  []string
	confirmed []intake.Confirmation // of what was accepted
	delivered int
	mail      bool // a mail server is configured
	decided   []string
	linked    string // the last link of a matter
	filter    app.MatterFilter
	noMatters bool
	listed    list.Table // the last list taken away
	broken    error      // returned by Judge
	conflict  bool       // AcceptStaged finds the ledger changed
	panics    bool
	named     []app.Named
	answers   []app.ColumnAnswer
	policy    app.Policy
	closed    []app.ClosedPeriod
	undone    *app.Undone
	hand      []app.Acceptance // what was corrected by hand
	calls     []app.CallRecord
	seals     map[int64]app.Seal
	inbox     inboxFake
	// acceptedOf is the file of the inbox that was accepted on its page.
	acceptedOf int64
}

func newFake() *fake { return &fake{state: app.Draft} }

func amount(s string) *decimal.Decimal {
	d := decimal.RequireFromString(s)
	return &d
}

func programme() ledger.Programme {
	return ledger.Programme{
		Key: "huaian-2020", Government: "淮安市人民政府", Issuer: "淮安市人民政府办公室",
		Title: "市政府为民办十件实事", Year: 2020, Sample: true, ItemWord: "件", ReportDays: 5,
		Thresholds: ledger.DefaultThresholds(),
		Units: []ledger.Unit{
			{Name: "市文广旅游局", Kind: ledger.Bureau, Order: 1, Aliases: []string{"市文旅局"}},
			{Name: "市住建局", Kind: ledger.Bureau, Order: 2},
			{Name: "清江浦区", Kind: ledger.County, Order: 3},
		},
		Recipients: []ledger.Recipient{{Unit: "市住建局", Address: "zj@example.com"}, {Unit: "市文广旅游局", Address: "wl@example.com"}},
		Projects: []ledger.Project{
			{
				ID: ledger.ProjectID{Series: ledger.SeriesMain, No: "1", Sub: "③"}, Category: "城乡设施",
				Name: "新改扩建旅游公厕", Content: "新改扩建旅游公厕80座。", Deadline: ledger.Date{Year: 2020, Month: 12, Day: 31},
				Duties:     []ledger.Duty{{Role: ledger.Lead, Name: "市文广旅游局"}},
				Targets:    []ledger.Target{{ID: "t1", Text: "80座旅游公厕", Kind: ledger.Flow, Quantity: amount("80"), Measure: "座", Cell: ledger.Cell{File: "项目表.xlsx", Sheet: "项目表", Ref: "D5"}}},
				Milestones: []ledger.Milestone{{Period: "2020Q1", Due: q1.End(), Text: "开工率达20%"}},
			},
			{
				ID: ledger.ProjectID{Series: ledger.SeriesMain, No: "1", Sub: "①"}, Category: "城乡设施",
				Name: "改造老旧小区<b>", Deadline: ledger.Date{Year: 2020, Month: 12, Day: 31},
				Duties: []ledger.Duty{{Role: ledger.Lead, Name: "市住建局"}},
			},
		},
	}
}

func report() ledger.Report {
	return ledger.Report{
		Project: ledger.ProjectID{Series: ledger.SeriesMain, No: "1", Sub: "③"}, Unit: "市文广旅游局", Period: q1, AsOf: q1.End(),
		Figures:  []ledger.Figures{{Target: "t1", Started: amount("11"), Cell: ledger.Cell{File: "一季度.xlsx", Sheet: "一季度", Ref: "F7"}}},
		Problems: "部分选址调整", Next: "4月20日前全部完成选址", Submission: 7, Cell: ledger.Cell{File: "一季度.xlsx", Sheet: "一季度", Ref: "A7"},
	}
}

func summary() *ledger.Summary {
	p := programme()
	r := report()
	percent := func(s string) ledger.Percent { return ledger.PercentFrom(decimal.RequireFromString(s)) }
	late := ledger.Standing{
		Project: &p.Projects[0], Reporter: "市文广旅游局", ReporterConfirmed: true, Basis: ledger.BasisMilestone,
		Verdict: ledger.Behind, Owes: true, Reported: true, Report: &r, Stage: ledger.StageBuild,
		Targets: []ledger.TargetStanding{{
			Target: &p.Projects[0].Targets[0], Aspect: ledger.Start, Done: decimal.NewFromInt(11), Rate: percent("13.75"),
			Expected: percent("20"), Difference: percent("-6.25"), Gap: decimal.NewFromInt(5), Verdict: ledger.Behind,
			From: []ledger.Cell{{File: "一季度.xlsx", Sheet: "一季度", Ref: "F7"}},
		}},
	}
	silent := ledger.Standing{
		Project: &p.Projects[1], Reporter: "市住建局", ReporterConfirmed: true, Basis: ledger.BasisDeclared,
		Verdict: ledger.NotReported, Owes: true,
	}
	counts := ledger.Counts{By: map[ledger.Verdict]int{ledger.Behind: 1, ledger.NotReported: 1}, Total: 2}
	one := func(v ledger.Verdict) ledger.Counts {
		return ledger.Counts{By: map[ledger.Verdict]int{v: 1}, Total: 1}
	}
	return &ledger.Summary{
		Programme: &p, Period: q1, AsOf: q1.End(),
		Main: ledger.SeriesSummary{
			Series: ledger.SeriesMain, Standings: []ledger.Standing{late, silent}, Items: 1, Due: 2, Reported: 1, Counts: counts,
			Categories: []ledger.CategoryStanding{{Name: "城乡设施", Items: 1, Counts: counts}},
			Units: []ledger.UnitStanding{
				{Unit: p.Units[1], Counts: one(ledger.NotReported), Owes: 1, Silent: []ledger.ProjectID{p.Projects[1].ID}, TimesSilent: 1},
				{Unit: p.Units[0], Counts: one(ledger.Behind), Owes: 1, Filed: 1},
			},
			Areas:      []ledger.AreaStanding{{Unit: p.Units[2], Rated: true, Rate: percent("16"), Rank: 1}},
			Investment: ledger.Investment{Planned: decimal.NewFromInt(486200), Done: decimal.NewFromInt(98700), Projects: 2},
		},
	}
}

func finding(severity ledger.Severity, code, cell string) ledger.Finding {
	return ledger.Finding{Severity: severity, Code: code, Sheet: "一季度", Cell: cell, Args: map[string]string{"value": "十二三"}}
}

// workbook is a sheet 一季度 of so many rows, its title merged, and a hidden one.
func workbook(rows int) *grid.Workbook {
	s := grid.Sheet{Name: "一季度", HiddenCols: map[int]bool{3: true}, Merges: []grid.Range{{From: grid.Address{Col: 1, Row: 1}, To: grid.Address{Col: 8, Row: 1}}}}
	for r := 1; r <= rows; r++ {
		var cells []grid.Cell
		for c := 1; c <= 8; c++ {
			at := grid.Address{Col: c, Row: r}
			cells = append(cells, grid.Cell{Address: at, Text: "<" + at.String() + ">", Kind: grid.Text})
		}
		s.Add(grid.Row{Number: r, Hidden: r == 5}, cells)
	}
	return &grid.Workbook{Sheets: []grid.Sheet{s, {Name: "旧表", Hidden: true, Rows: s.Rows[:1]}}}
}

func (f *fake) Programmes(context.Context) ([]ledger.Programme, error) {
	if f.empty {
		return nil, nil
	}
	p := programme()
	p.Projects = nil
	return []ledger.Programme{p}, nil
}

func (f *fake) Periods(context.Context, string) ([]ledger.Period, error) {
	return []ledger.Period{q1}, nil
}

func (f *fake) Files(_ context.Context, u app.Upload, use func([]app.Upload)) error {
	use([]app.Upload{u})
	return nil
}

func (f *fake) Check(_ context.Context, u app.Upload, b app.Binding) (*app.Preview, error) {
	if f.panics {
		panic("secret detail of a panic")
	}
	if string(u.Data) == "encrypted" {
		return nil, ledger.Errorf(ledger.CodeInvalid, "文件有打开密码，请去掉密码后再上传。")
	}
	if b.Programme == "" && u.Name != "无名.xlsx" {
		b.Programme = "huaian-2020"
	}
	p := &app.Preview{File: u.Name, Binding: b, Workbook: workbook(9)}
	if u.Name == longFile {
		p.Workbook = workbook(2000)
	}
	p.Binding.Period = q1
	p.Draft = &intake.Draft{
		File: u.Name, Layout: intake.LayoutProgress, Rows: intake.RowCount{Seen: 4, Accepted: 2, Rejected: 1, Blank: 1},
		Progress: []intake.ProgressRow{{No: "1", Sub: "③", Name: "新改扩建旅游公厕", Unit: "市文广旅游局", Started: amount("11"), Cell: ledger.Cell{Sheet: "一季度", Ref: "A7"}}},
	}
	p.Changes = []app.Change{{Project: "1③", Name: "新改扩建旅游公厕", Field: "开工数", Old: "9", New: "11", Cell: ledger.Cell{Sheet: "一季度", Ref: "F7"}}}
	p.Findings = []ledger.Finding{finding(ledger.SeverityWarning, "rate-differs", "G7")}
	if u.Name == hugeFile {
		p.Draft.Rows = intake.RowCount{Seen: 20_000, Accepted: 20_000}
	}
	if u.Name == planFile {
		p.Draft.Layout, p.Draft.Projects, p.New = intake.LayoutProject, programme().Projects, true
		p.Draft.Fundings = []intake.FundingRow{{No: "1", Name: "新改扩建旅游公厕", Source: "市财政", Amount: amount("1200.5")}}
		p.Draft.Allocations = []intake.AllocationRow{{No: "1", Name: "新改扩建旅游公厕", Unit: "清江浦区", Quantity: decimal.NewFromInt(25), Measure: "座"}}
	}
	if u.Name == badFile {
		p.Findings = append(p.Findings, finding(ledger.SeverityError, "bad-number", "F8"), finding(ledger.SeverityError, "bad-number", "F9"))
	}
	if u.Name == proseFile {
		p.Draft.Offers = []intake.Offer{{
			Cell: ledger.Cell{Sheet: "一季度", Ref: "F8"}, Text: "已开工12个，其中完工5个", Taken: len(b.Confirmed) > 0,
			Figures: []intake.OfferedFigure{{Aspect: ledger.Start, Value: decimal.NewFromInt(12), Measure: "个"}, {Aspect: ledger.Finish, Value: decimal.NewFromInt(5), Measure: "个"}},
		}}
		severity := ledger.SeverityError
		if len(b.Confirmed) > 0 {
			severity, p.Draft.Offers[0].Figures = ledger.SeverityWarning, b.Confirmed[0].Figures
		}
		in := finding(severity, "prose", "F8")
		in.Args["offers"] = "F8"
		p.Findings = append(p.Findings, in)
	}
	if u.Name == longFile {
		for row := 10; row <= 2000; row += 5 {
			p.Findings = append(p.Findings, finding(ledger.SeverityError, "bad-number", fmt.Sprintf("F%d", row)))
		}
	}
	if u.Name == oddFile && len(f.answers) == 0 {
		p.Draft.Questions = []intake.Question{{
			Layout: "0123456789abcdef", Head: "干成了<b>", Sheet: "一季度", Cell: "D3", Path: []string{"进展", "干成了<b>"}, Samples: []string{"12", "8"},
			Guess: "done", Choices: []intake.Choice{{Field: "done", Label: "累计完成"}, {Field: intake.Ignore, Label: "不读取"}},
		}}
	}
	return p, nil
}

func (f *fake) CheckStaged(ctx context.Context, sha, name string, b app.Binding) (*app.Preview, error) {
	if sha != hash {
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有这个文件。")
	}
	return f.Check(ctx, app.Upload{Name: name}, b)
}

func (f *fake) Stage(context.Context, app.Upload) (string, error) { return hash, nil }

func (f *fake) AcceptStaged(_ context.Context, sha, name string, b app.Binding, _ app.Actor) (app.Submission, *app.Preview, error) {
	if f.conflict {
		return app.Submission{}, nil, ledger.Errorf(ledger.CodeConflict, "这个文件已经入库。")
	}
	f.accepted = append(f.accepted, sha+" "+name+" "+b.Programme+" "+b.Period.String())
	f.confirmed = append(f.confirmed, b.Confirmed...)
	f.acceptedOf = b.InboxFile
	return app.Submission{ID: 7, Programme: "huaian-2020"}, nil, nil
}

func (f *fake) Judge(_ context.Context, key string, _ ledger.Period) (*ledger.Summary, error) {
	if key != "huaian-2020" {
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有代号为“%s”的年度计划。", key)
	}
	return summary(), f.broken
}

func (f *fake) Filing(_ context.Context, key string, p ledger.Period) (*app.Filing, error) {
	if key != "huaian-2020" {
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有代号为“%s”的年度计划。", key)
	}
	all := summary()
	filing := app.NewFiling(all, today(now), func(p *ledger.Project) string { return p.Name })
	return filing, nil
}

func (f *fake) FilingBook(_ context.Context, _ string, p ledger.Period) (app.File, []byte, error) {
	return app.File{Name: "填报进度" + p.String() + ".xlsx"}, []byte("filing"), nil
}

func (f *fake) OwingBook(_ context.Context, _ string, p ledger.Period) (app.File, []byte, error) {
	return app.File{Name: "未报名单" + p.String() + ".xlsx"}, []byte("owing"), nil
}

func (f *fake) record() app.BulletinRecord {
	r := app.BulletinRecord{
		ID: 3, Programme: "huaian-2020", Period: q1, Edition: bulletin.Internal, Number: 1, State: f.state,
		Title: "关于2020年第一季度市政府为民办十件实事进展情况的通报", Words: f.words, CreatedAt: now,
		Document: bulletin.Document{
			Greeting: "各县区人民政府：",
			Sections: []bulletin.Section{{Key: "late", Heading: "二、滞后项目", Paragraphs: []bulletin.Paragraph{{
				Lead: "（一）新改扩建旅游公厕。", Runs: []bulletin.Run{{Text: "已开工"}, {Text: "11", Figure: "F1"}, {Text: "座。"}},
			}}}},
			Figures: []bulletin.Figure{{Ref: "F1", Label: "已开工", Value: "11", From: []ledger.Cell{{File: "一季度.xlsx", Sheet: "一季度", Ref: "F7"}}}},
		},
	}
	if f.state == app.Issued {
		r.DOCX = app.File{Name: "通报.docx", SHA256: hash, Size: 3072}
		r.PDF, r.XLSX, r.IssuedAt = app.File{Name: pdfName, SHA256: hash, Size: 2048}, app.File{Name: "通报.xlsx", SHA256: hash, Size: 4096}, now
	}
	return r
}

func (f *fake) DraftBulletin(context.Context, string, ledger.Period, bulletin.Edition, app.Actor) (app.BulletinRecord, error) {
	return f.record(), nil
}

func (f *fake) EditBulletin(_ context.Context, _ int64, _ int, words map[string]string, _ app.Actor) (app.BulletinRecord, error) {
	if f.state == app.Issued {
		return app.BulletinRecord{}, ledger.Errorf(ledger.CodeRefused, "通报已经发布，不能再改。")
	}
	f.words = words
	return f.record(), nil
}

func (f *fake) UploadRefused(_ context.Context, name string, why error, _ app.Actor) {
	if why != nil {
		f.refused = append(f.refused, name)
	}
}

// planMark is the mark of the mail plan that pages show.
func planMark() string {
	p := programme()
	return app.PlanMail(&p).Mark()
}

func (f *fake) IssueBulletin(_ context.Context, _ int64, how app.Issuing, _ app.Actor) (app.BulletinRecord, error) {
	if how.Send && how.Recipients != "" && how.Recipients != planMark() {
		return app.BulletinRecord{}, ledger.Errorf(ledger.CodeConflict, "收件人名单改过，没有发布")
	}
	if f.state == app.Issued {
		return app.BulletinRecord{}, ledger.Errorf(ledger.CodeRefused, "第1期通报已经发布，不能再改")
	}
	f.issued = how
	return f.record(), nil
}

func (f *fake) BulletinWarnings(context.Context, int64) ([]string, error) {
	return []string{"第2页的表格有一行过高。"}, nil
}

func (f *fake) BulletinFile(_ context.Context, id int64, kind string) (app.File, []byte, error) {
	if id != 3 {
		return app.File{}, nil, ledger.Errorf(ledger.CodeNotFound, "没有这份通报。")
	}
	if kind == "pdf" {
		return app.File{Name: pdfName}, []byte("%PDF-1.4"), nil
	}
	return app.File{Name: "通报.xlsx"}, []byte("PK"), nil
}

func (f *fake) Deliver(context.Context, int64, app.Actor) (int, error) {
	f.delivered++
	return 1, nil
}

func (f *fake) Resend(_ context.Context, delivery int64, _ app.Actor) error {
	return f.decide("resend", delivery)
}

func (f *fake) MarkSent(_ context.Context, delivery int64, _ app.Actor) error {
	return f.decide("sent", delivery)
}

func (f *fake) MarkBounced(_ context.Context, delivery int64, reason string, _ app.Actor) error {
	if reason == "" {
		return ledger.Errorf(ledger.CodeInvalid, "请写明退信的原因").At("reason")
	}
	return f.decide("bounced "+reason, delivery)
}

func (f *fake) ResendFailed(_ context.Context, filter app.OutboxFilter, _ app.Actor) (int, error) {
	f.decided = append(f.decided, fmt.Sprintf("all of %d", filter.Bulletin))
	return 2, nil
}

func (f *fake) Stop(_ context.Context, delivery int64, _ app.Actor) error {
	return f.decide("stop", delivery)
}

func (f *fake) TakeBounce(_ context.Context, raw []byte, _ app.Actor) (app.Delivery, error) {
	if !strings.HasPrefix(string(raw), "From:") {
		return app.Delivery{}, ledger.Errorf(ledger.CodeInvalid, "这不是一封邮件")
	}
	return f.delivery(), nil
}

func (f *fake) MailSettings() (app.MailSettings, bool) {
	return app.MailSettings{Server: "mail.example.cn:587", Security: "STARTTLS", From: "office@example.cn"}, f.mail
}

func (f *fake) TestMail(_ context.Context, address string, _ app.Actor) error {
	if !strings.Contains(address, "@") {
		return ledger.Errorf(ledger.CodeInvalid, "邮箱写法不对").At("address")
	}
	f.decided = append(f.decided, "test "+address)
	return nil
}

func (f *fake) decide(what string, delivery int64) error {
	if delivery != 1 {
		return ledger.Errorf(ledger.CodeNotFound, "没有这封邮件。")
	}
	if f.conflict {
		return ledger.Errorf(ledger.CodeRefused, "这封邮件现在不需要人工处理。")
	}
	f.decided = append(f.decided, what)
	return nil
}

func (f *fake) Returned(_ context.Context, u app.Upload, _ app.Binding) (app.File, []byte, error) {
	return app.File{Name: "批注-" + u.Name}, []byte("marked"), nil
}

func (f *fake) ReturnedStaged(_ context.Context, sha256, name string, _ app.Binding) (app.File, []byte, error) {
	return app.File{Name: "批注-" + name}, []byte("marked " + sha256[:4]), nil
}

func (f *fake) Rules(context.Context, string) (app.Rules, error) {
	policy := app.DefaultPolicy()
	if f.policy.Rows != "" {
		policy = f.policy
	}
	return app.Rules{Policy: policy, Closed: f.closed}, nil
}

func (f *fake) SetPolicy(_ context.Context, _ string, p app.Policy, _ app.Actor) error {
	if p.Rows != app.AllRows && p.Rows != app.GoodRows {
		return ledger.Errorf(ledger.CodeInvalid, "没有这种行的规则。")
	}
	f.policy = p
	return nil
}

func (f *fake) ClosePeriod(_ context.Context, _ string, p ledger.Period, by app.Actor) error {
	if len(f.closed) > 0 {
		return ledger.Errorf(ledger.CodeConflict, "已经截止。")
	}
	f.closed = []app.ClosedPeriod{{Period: p, Actor: by, At: now}}
	return nil
}

func (f *fake) ReopenPeriod(context.Context, string, ledger.Period, app.Actor) error {
	f.closed = nil
	return nil
}

func (f *fake) Undo(_ context.Context, id int64, reason string, by app.Actor) (app.Submission, error) {
	sub, err := f.Submission(context.Background(), id)
	switch {
	case err != nil:
		return sub, err
	case strings.TrimSpace(reason) == "":
		return sub, ledger.Errorf(ledger.CodeInvalid, "请写明撤销的原因。")
	case f.conflict:
		return sub, ledger.Errorf(ledger.CodeRefused, "通报已经印发，不能撤销。")
	}
	f.undone = &app.Undone{By: by, At: now, Reason: reason}
	return f.submission(), nil
}

func (f *fake) Versions(_ context.Context, of app.Submission) ([]app.Submission, error) {
	first := f.submission()
	first.ID, first.File, first.Current = 5, "一季度旧.xlsx", false
	return []app.Submission{first, of}, nil
}

func (f *fake) CompareVersions(_ context.Context, from, to app.Submission) ([]app.Change, error) {
	return to.Changes, nil
}

func (f *fake) Template(_ context.Context, key, unit string, p ledger.Period) (app.File, []byte, error) {
	return app.File{Name: key + unit + p.String() + ".xlsx"}, []byte("form"), nil
}

func (f *fake) ExchangePack(context.Context, int64) (app.File, []byte, error) {
	return app.File{Name: "通报（第1期）公文交换包.zip"}, []byte("pack"), nil
}

func (f *fake) Templates(_ context.Context, key string, p ledger.Period) (app.File, []byte, error) {
	return app.File{Name: key + p.String() + ".zip"}, []byte("forms"), nil
}

func matters() []ledger.Matter {
	day := func(n int) ledger.Date { return ledger.Date{Year: 2020, Month: 2, Day: n} }
	return []ledger.Matter{
		{
			No: "A/1", Content: "路灯不亮<b>", Source: "12345热线", Received: day(3), Unit: "市住建局", State: ledger.MatterHandling, StateText: "正在办理",
			Supervised: true, Submission: 7, Cell: ledger.Cell{File: "民声.xlsx", Sheet: "清单", Ref: "A3"},
		},
		{No: "A/2", Content: "站台积水", Received: day(4), Unit: "市住建局", State: ledger.MatterClosed, Closed: day(9), Submission: 7},
	}
}

func (f *fake) Matters(_ context.Context, key string, filter app.MatterFilter) (app.MatterList, error) {
	if key != "huaian-2020" {
		return app.MatterList{}, ledger.Errorf(ledger.CodeNotFound, "没有代号为“%s”的年度计划。", key)
	}
	f.filter = filter
	if f.noMatters {
		return app.MatterList{Today: today(now)}, nil
	}
	return app.MatterList{Rows: matters()[:1], Counts: ledger.CountMatters(matters(), today(now)), Units: []string{"市住建局"}, Today: today(now)}, nil
}

func (f *fake) Matter(_ context.Context, _, no string) ([]app.MatterVersion, error) {
	if no != "A/1" {
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有编号为“%s”的民声事项", no)
	}
	was := matters()[0]
	was.State, was.StateText = ledger.MatterReceived, "已受理"
	return []app.MatterVersion{
		{Matter: matters()[0], Actor: app.Browser, At: now, Current: true}, {Matter: was, Actor: app.CommandLine, At: now.AddDate(0, -1, 0)},
	}, nil
}

func (f *fake) LinkMatter(_ context.Context, _, no string, project *ledger.ProjectID, _ app.Actor) error {
	f.linked = no + " → "
	if project != nil {
		f.linked += project.String()
	}
	return nil
}

func (f *fake) MattersBook(_ context.Context, _ string, filter app.MatterFilter) (app.File, []byte, error) {
	f.filter = filter
	return app.File{Name: "民声事项.xlsx"}, []byte("list"), nil
}

func (f *fake) Unexplained(context.Context, string) (int, error) { return 1, nil }

func (f *fake) ListFile(t list.Table) (app.File, []byte, error) {
	f.listed = t
	return app.File{Name: t.Title + ".xlsx"}, []byte("list"), nil
}

func (f *fake) LoadSamples(context.Context, app.Actor) ([]app.BulletinRecord, error) {
	f.empty = false
	return nil, nil
}

func (f *fake) Programme(_ context.Context, key string) (*ledger.Programme, error) {
	if key != "huaian-2020" {
		return nil, ledger.Errorf(ledger.CodeNotFound, "没有代号为“%s”的年度计划。", key)
	}
	p := programme()
	return &p, nil
}

func (f *fake) Reports(context.Context, string) ([]ledger.Report, error) {
	return []ledger.Report{report()}, nil
}

func (f *fake) submission() app.Submission {
	sub := app.Submission{
		ID: 7, Programme: "huaian-2020", File: "一季度.xlsx", SHA256: hash, Layout: "progress", Unit: "市文广旅游局", Period: q1,
		Actor: app.Browser, At: now, Rows: 2, Current: true, Findings: []ledger.Finding{finding(ledger.SeverityWarning, "rate-differs", "G7")},
		Changes: []app.Change{{Project: "1③", Name: "新改扩建旅游公厕", Field: "开工数", Old: "9", New: "11"}},
	}
	if f.undone != nil {
		sub.Current, sub.Undone = false, f.undone
	}
	return sub
}

func (f *fake) Submissions(context.Context, string) ([]app.Submission, error) {
	return []app.Submission{f.submission()}, nil
}

func (f *fake) Submission(_ context.Context, id int64) (app.Submission, error) {
	if id != 7 {
		return app.Submission{}, ledger.Errorf(ledger.CodeNotFound, "没有这份报送。")
	}
	return f.submission(), nil
}

func (f *fake) Bulletins(context.Context, string) ([]app.BulletinRecord, error) {
	return []app.BulletinRecord{f.record()}, nil
}

func (f *fake) Bulletin(_ context.Context, id int64) (app.BulletinRecord, error) {
	if id != 3 {
		return app.BulletinRecord{}, ledger.Errorf(ledger.CodeNotFound, "没有这份通报。")
	}
	return f.record(), nil
}

func (f *fake) Deliveries(context.Context, app.OutboxFilter) ([]app.Delivery, error) {
	return []app.Delivery{f.delivery()}, nil
}

func (f *fake) delivery() app.Delivery {
	return app.Delivery{
		ID: 1, Bulletin: 3, Unit: "市住建局", Address: "zj@example.com", State: app.Failed, Tries: 1, Answer: "550 没有这个用户",
		UpdatedAt: now, CreatedAt: now, Subject: "一季度通报<1>", Body: "市住建局：\n\n请查收。\n", MessageID: "m1@example.cn",
		Files: []app.File{{Name: pdfName, Size: 5}},
	}
}

func (f *fake) Delivery(_ context.Context, id int64) (app.Delivery, []app.Answer, error) {
	if id != 1 {
		return app.Delivery{}, nil, ledger.Errorf(ledger.CodeNotFound, "没有编号为%d的邮件", id)
	}
	return f.delivery(), []app.Answer{{At: now, Try: 1, Phase: app.RcptTo, Code: 550, Text: "没有这个用户"}}, nil
}

func (f *fake) Audit(_ context.Context, asked app.AuditFilter) ([]app.AuditEntry, error) {
	if f.logAsked = asked; asked.Words == "nothing" {
		return nil, nil
	}
	return []app.AuditEntry{{ID: 1, At: now, Actor: app.Browser, Action: "accept", Subject: "huaian-2020", Detail: "一季度.xlsx", Result: app.Failure, Hash: hash}}, nil
}

func (f *fake) AuditActions(context.Context) ([]string, error) {
	return []string{"accept", "issue"}, nil
}

func (f *fake) Health(context.Context) []app.Health {
	if f.broken != nil {
		return []app.Health{{Name: "database", Says: "数据库没有应答", Err: errors.New("secret address of the database")}, {Name: "disk", OK: true}}
	}
	return []app.Health{{Name: "database", OK: true, Says: "SQLite 3"}}
}

func (f *fake) Pulse(context.Context) (app.Pulse, error) {
	if f.broken != nil {
		return app.Pulse{}, f.broken
	}
	return app.Pulse{Outbox: map[app.DeliveryState]int{app.Failed: 2}, Due: now, Inbox: 3, LastBackup: now}, nil
}

// serve is the whole handler over a fake, and what it logs.
func serve(t *testing.T, f *fake, change func(*Config)) (http.Handler, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	c := Config{
		Service: f, Ledger: f, Log: slog.New(slog.NewTextHandler(&log, nil)), Version: "1.0", AnyHost: true,
		Clock:   func() time.Time { return now },
		Message: func(x ledger.Finding) string { return "第" + x.Cell + "格：" + x.Code },
		Hint:    func(ledger.Finding) string { return "请改成数字。" },
		CheckJSON: func(p *app.Preview) ([]byte, error) {
			return fmt.Appendf(nil, `{"file":%q,"projects":[%d]}`, p.Draft.File, min(1, len(p.Draft.Projects))), nil
		},
		ExportJSON: func(s *ledger.Summary) ([]byte, error) { return []byte(`{"period":"` + s.Period.String() + `"}`), nil },
	}
	if change != nil {
		change(&c)
	}
	h, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h, &log
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}

func (f *fake) SaySlip(_ context.Context, _ int64, said bulletin.Slip, _ app.Actor) error {
	if said.Secrecy == "很秘密" {
		return ledger.Errorf(ledger.CodeInvalid, "密级写绝密、机密或秘密").At("secrecy")
	}
	return nil
}

func (f *fake) FileSlip(context.Context, int64, app.Upload, app.Actor) error { return nil }

func (f *fake) SlipFile(context.Context, int64) (app.File, []byte, error) {
	return app.File{Name: "发文稿纸.pdf"}, []byte("slip"), nil
}

func (f *fake) SlipScan(context.Context, int64) (app.File, []byte, error) {
	return app.File{Name: "签发件.pdf"}, []byte("%PDF-1.4"), nil
}
