// Package web is the office's way in by browser, and the small JSON API. A
// handler parses, calls one use case and renders; what it decides itself is
// only how things are shown.
package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/reports/list"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
	"tongbao/templates"
)

// Service is what the pages ask of the use cases; *app.Service is one.
type Service interface {
	SetupService
	Programmes(ctx context.Context) ([]ledger.Programme, error)
	Periods(ctx context.Context, key string) ([]ledger.Period, error)
	Files(ctx context.Context, u app.Upload, use func([]app.Upload)) error
	Check(ctx context.Context, u app.Upload, b app.Binding) (*app.Preview, error)
	CheckStaged(ctx context.Context, sha256, name string, b app.Binding) (*app.Preview, error)
	Stage(ctx context.Context, u app.Upload) (sha256 string, err error)
	UploadRefused(ctx context.Context, name string, why error, by app.Actor)
	AcceptStaged(ctx context.Context, sha256, name string, b app.Binding, by app.Actor) (app.Submission, *app.Preview, error)
	Receive(ctx context.Context, u app.Upload, said app.Binding, by app.Actor) (files []app.InboxFile, again int, err error)
	Inbox(ctx context.Context, since time.Time) ([]app.InboxFile, error)
	InboxFile(ctx context.Context, id int64) (app.InboxFile, error)
	SayOf(ctx context.Context, id int64, said app.Binding, by app.Actor) (app.InboxFile, error)
	AcceptInbox(ctx context.Context, id int64, by app.Actor) (app.Submission, error)
	DiscardInbox(ctx context.Context, id int64, reason string, by app.Actor) (app.InboxFile, error)
	ReturnedInbox(ctx context.Context, ids []int64) (app.File, []byte, error)
	ReturnNotes(ctx context.Context, ids []int64) ([]app.ReturnNote, error)
	GatheredBook(ctx context.Context, key string, p ledger.Period) (app.File, []byte, error)
	Judge(ctx context.Context, key string, p ledger.Period) (*ledger.Summary, error)
	Unexplained(ctx context.Context, key string) (int, error)
	DraftBulletin(ctx context.Context, key string, p ledger.Period, e bulletin.Edition, by app.Actor) (app.BulletinRecord, error)
	EditBulletin(ctx context.Context, id int64, seen int, words map[string]string, by app.Actor) (app.BulletinRecord, error)
	IssueBulletin(ctx context.Context, id int64, how app.Issuing, by app.Actor) (app.BulletinRecord, error)
	BulletinWarnings(ctx context.Context, id int64) ([]string, error)
	BulletinFile(ctx context.Context, id int64, kind string) (app.File, []byte, error)
	AnswerColumns(ctx context.Context, answers []app.ColumnAnswer, by app.Actor) ([]app.ColumnAnswer, error)
	LearnNames(ctx context.Context, key, file string, names []app.Named, by app.Actor) error
	ColumnAnswers(ctx context.Context, programme string) ([]app.ColumnAnswer, error)
	ForgetAnswer(ctx context.Context, id int64, by app.Actor) (app.ColumnAnswer, error)
	Returned(ctx context.Context, u app.Upload, b app.Binding) (app.File, []byte, error)
	ReturnedStaged(ctx context.Context, sha256, name string, b app.Binding) (app.File, []byte, error)
	Rules(ctx context.Context, key string) (app.Rules, error)
	SetPolicy(ctx context.Context, key string, p app.Policy, by app.Actor) error
	ClosePeriod(ctx context.Context, key string, p ledger.Period, by app.Actor) error
	ReopenPeriod(ctx context.Context, key string, p ledger.Period, by app.Actor) error
	PreviewLayout(ctx context.Context, key string, p ledger.Period, f app.LayoutForm) ([]byte, error)
	TrySettings(ctx context.Context, key string, p ledger.Period, f app.SettingsForm) (before, after *ledger.Summary, err error)
	Undo(ctx context.Context, submission int64, reason string, by app.Actor) (app.Submission, error)
	Versions(ctx context.Context, of app.Submission) ([]app.Submission, error)
	CompareVersions(ctx context.Context, from, to app.Submission) ([]app.Change, error)
	Template(ctx context.Context, key, unit string, p ledger.Period) (app.File, []byte, error)
	Templates(ctx context.Context, key string, p ledger.Period) (app.File, []byte, error)
	ExchangePack(ctx context.Context, id int64) (app.File, []byte, error)
	Slips
	Matters(ctx context.Context, key string, f app.MatterFilter) (app.MatterList, error)
	Matter(ctx context.Context, key, no string) ([]app.MatterVersion, error)
	LinkMatter(ctx context.Context, key, no string, project *ledger.ProjectID, by app.Actor) error
	MattersBook(ctx context.Context, key string, f app.MatterFilter) (app.File, []byte, error)
	Filing(ctx context.Context, key string, p ledger.Period) (*app.Filing, error)
	FilingBook(ctx context.Context, key string, p ledger.Period) (app.File, []byte, error)
	OwingBook(ctx context.Context, key string, p ledger.Period) (app.File, []byte, error)
	ByHand
	Mail
	ListFile(t list.Table) (app.File, []byte, error)
	Health(ctx context.Context) []app.Health
	Pulse(ctx context.Context) (app.Pulse, error)
	LoadSamples(ctx context.Context, by app.Actor) ([]app.BulletinRecord, error)
}

// Ledger is what the pages only read; every app.Store is one.
type Ledger interface {
	Programme(ctx context.Context, key string) (*ledger.Programme, error)
	Reports(ctx context.Context, key string) ([]ledger.Report, error)
	Submissions(ctx context.Context, key string) ([]app.Submission, error)
	Submission(ctx context.Context, id int64) (app.Submission, error)
	Bulletins(ctx context.Context, key string) ([]app.BulletinRecord, error)
	Bulletin(ctx context.Context, id int64) (app.BulletinRecord, error)
	// Inbox are the files that came in, as they were read last.
	Inbox(ctx context.Context, since time.Time) ([]app.InboxFile, error)
	Deliveries(ctx context.Context, f app.OutboxFilter) ([]app.Delivery, error)
	Delivery(ctx context.Context, id int64) (app.Delivery, []app.Answer, error)
	Audit(ctx context.Context, f app.AuditFilter) ([]app.AuditEntry, error)
	AuditActions(ctx context.Context) ([]string, error)
}

// Config is everything the pages need from outside.
type Config struct {
	Service Service
	Ledger  Ledger
	Log     *slog.Logger
	Clock   func() time.Time
	Version string // shown at the foot of every page
	// Message and Hint put a finding into words: what is wrong, and what to do.
	Message, Hint func(ledger.Finding) string
	// ProjectTitle is the short name of a project, for those that share the name of
	// their number; nil is the project's own name.
	ProjectTitle func(*ledger.Project) string
	// CheckJSON is a checked file as `check --json` prints it, ExportJSON a
	// judged programme as `export --json` does.
	CheckJSON  func(*app.Preview) ([]byte, error)
	ExportJSON func(*ledger.Summary) ([]byte, error)
	// MailConfigured: an SMTP server is there, so that 发送 can send.
	MailConfigured bool
	// Room is how many bytes are left on the data folder's disk; nil where that
	// does not matter.
	Room func() (uint64, error)
	// AnyHost answers to every name this machine is called by; without it only
	// to localhost and loopback addresses.
	AnyHost bool
}

// MaxUpload is the most bytes that the files of one form may have together.
const MaxUpload = 32 << 20

// server holds what handlers share; it is never changed after New.
type server struct {
	Config
	pages  *pageSet
	assets map[string]string // addresses of static files
}

// New makes the handler of all addresses. It returns an error when a template
// does not parse or Config lacks something.
func New(c Config) (http.Handler, error) {
	if c.Service == nil || c.Ledger == nil || c.Log == nil || c.Clock == nil ||
		c.Message == nil || c.Hint == nil || c.CheckJSON == nil || c.ExportJSON == nil {
		return nil, fmt.Errorf("web: incomplete Config")
	}
	if c.ProjectTitle == nil {
		c.ProjectTitle = func(p *ledger.Project) string { return p.Name }
	}
	assets, err := assetAddresses(templates.Static)
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s := &server{Config: c, assets: assets}
	pages, err := parsePages(templates.Pages, s.funcs())
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	s.pages = pages

	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.handleError
	count, counts := metrics(newLedgerMetrics(c))
	e.GET("/metrics", counts)
	e.Use(count, s.logRequests, s.recoverPanics, secureHeaders, s.refuseForeignHosts, s.readForm, inTime, refuseCrossSite, csrf(), inTurn(newParties()))
	s.routes(e)
	return e, nil
}

func (s *server) routes(e *echo.Echo) {
	e.StaticFS("/static", echo.MustSubFS(templates.Static, "static"))
	e.GET("/healthz", s.healthLive)
	e.GET("/readyz", s.healthReady)

	e.GET("/", s.overviewShow)
	e.POST("/samples", s.samplesLoad)
	e.GET("/p/:key", s.overviewShow)
	e.GET("/p/:key/projects", s.projectsList)
	e.GET("/p/:key/projects.xlsx", s.projectsExport)
	e.GET("/p/:key/projects/new", s.projectNewForm)
	e.POST("/p/:key/projects/new", s.projectNew)
	e.GET("/p/:key/projects/:project", s.projectShow)
	e.GET("/p/:key/gathered.xlsx", s.gatheredExport)
	e.GET("/p/:key/filing", s.filingShow)
	e.GET("/p/:key/filing.xlsx", s.filingExport)
	e.GET("/p/:key/filing/late", s.filingLate)
	e.GET("/p/:key/filing/late.xlsx", s.filingLateExport)
	e.GET("/p/:key/projects/:project/edit", s.projectEditForm)
	e.POST("/p/:key/projects/:project/edit", s.projectEdit)
	e.GET("/p/:key/projects/:project/adjust", s.adjustShow)
	e.POST("/p/:key/projects/:project/adjust", s.adjustAdd)
	e.GET("/p/:key/projects/:project/report", s.reportEditForm)
	e.POST("/p/:key/projects/:project/report", s.reportEdit)
	e.GET("/p/:key/projects/:project/report/new", s.reportNewForm)
	e.POST("/p/:key/projects/:project/report/new", s.reportNew)
	e.GET("/p/:key/projects/:project/remove", s.projectRemoveForm)
	e.POST("/p/:key/projects/:project/remove", s.projectRemove)
	e.GET("/p/:key/calls", s.callsList)
	e.POST("/p/:key/calls/:id", s.callDecide)
	e.GET("/p/:key/projects/:project/history", s.projectHistory)
	e.GET("/p/:key/matters", s.mattersList)
	e.GET("/p/:key/matters.xlsx", s.mattersExport)
	e.GET("/p/:key/matters/:no", s.matterShow)
	e.POST("/p/:key/matters/:no/project", s.matterLink)
	e.GET("/p/:key/submissions", s.submissionsList)
	e.GET("/p/:key/submissions.xlsx", s.submissionsExport)
	e.GET("/p/:key/submissions/:id", s.submissionShow)
	e.POST("/p/:key/submissions/:id/undo", s.submissionUndo)
	e.GET("/p/:key/submissions/:id/form", s.sealShow)
	e.POST("/p/:key/submissions/:id/form", s.sealFile)
	e.GET("/p/:key/submissions/:id/scan", s.scanDownload)
	e.GET("/p/:key/submissions/:id/compare", s.submissionCompare)
	e.GET("/p/:key/rules", s.rulesShow)
	e.GET("/p/:key/rules/settings", s.settingsShow)
	e.POST("/p/:key/rules/settings", s.settingsSet)
	e.GET("/p/:key/rules/layout", s.layoutShow)
	e.POST("/p/:key/rules/layout", s.layoutSet)
	e.GET("/p/:key/rules/layout/preview.pdf", s.layoutPreview)
	e.GET("/p/:key/rules/fonts", s.fontsShow)
	e.POST("/p/:key/rules/fonts", s.fontsSet)
	e.POST("/p/:key/rules/policy", s.policySet)
	e.POST("/p/:key/rules/periods", s.periodSet)
	e.GET("/p/:key/bulletins", s.bulletinsList)
	e.GET("/p/:key/bulletins.xlsx", s.bulletinsExport)
	e.POST("/p/:key/bulletins", s.bulletinDraft)
	e.GET("/p/:key/units", s.unitsList)
	e.GET("/p/:key/units/new", s.unitEditForm)
	e.POST("/p/:key/units/new", s.unitEdit)
	e.GET("/p/:key/units/:unit/edit", s.unitEditForm)
	e.POST("/p/:key/units/:unit/edit", s.unitEdit)
	e.GET("/p/:key/units/:unit/end", s.unitEndForm)
	e.POST("/p/:key/units/:unit/end", s.unitEnd)
	e.GET("/p/:key/units/:unit/history", s.unitHistory)
	e.GET("/p/:key/groups", s.groupEditForm)
	e.POST("/p/:key/groups", s.groupEdit)
	e.GET("/p/:key/units.xlsx", s.unitsExport)
	e.GET("/p/:key/templates", s.templateDownload)

	e.GET("/setup", s.setupForm)
	e.POST("/setup", s.setupStart)
	e.GET("/setup/:id", s.setupResume)
	e.POST("/setup/:id/file", s.setupFile)
	e.POST("/setup/:id/contacts/file", s.setupContacts)
	e.POST("/setup/:id/establish", s.setupEstablish)
	e.POST("/setup/:id/discard", s.setupDiscard)
	e.GET("/setup/:id/:step", s.setupShow)
	e.POST("/setup/:id/:step", s.setupSave)

	e.GET("/upload", s.uploadForm)
	e.POST("/upload", s.uploadCheck)
	e.GET("/upload/sheet", s.uploadSheet)
	e.POST("/upload/confirm", s.uploadConfirm)
	e.POST("/upload/accept", s.uploadAccept)
	e.POST("/upload/answers", s.uploadAnswer)
	e.POST("/upload/names", s.uploadNames)
	e.POST("/answers/:id/forget", s.answerForget)
	e.POST("/upload/returned", s.uploadReturn)

	e.POST("/inbox", s.inboxReceive)
	e.POST("/inbox/accept", s.inboxAccept)
	e.GET("/inbox/returned", s.inboxReturn)
	e.GET("/inbox/notes", s.inboxNotes)
	e.GET("/inbox/:id", s.inboxShow)
	e.POST("/inbox/:id/said", s.inboxSay)
	e.POST("/inbox/:id/discard", s.inboxDiscard)

	e.GET("/bulletins/:id", s.bulletinShow)
	e.POST("/bulletins/:id/words", s.bulletinEdit)
	e.GET("/bulletins/:id/issue", s.bulletinIssueForm)
	e.POST("/bulletins/:id/issue", s.bulletinIssue)
	e.POST("/bulletins/:id/deliver", s.bulletinDeliver)
	e.POST("/bulletins/:id/deliveries/:delivery", s.bulletinDecide)
	e.GET("/bulletins/:id/pdf", s.bulletinFile("pdf"))
	e.GET("/bulletins/:id/xlsx", s.bulletinFile("xlsx"))
	e.GET("/bulletins/:id/docx", s.bulletinFile("docx"))
	e.GET("/bulletins/:id/exchange", s.exchangeDownload)
	e.GET("/bulletins/:id/slip", s.slipShow)
	e.POST("/bulletins/:id/slip", s.slipSay)
	e.GET("/bulletins/:id/slip.pdf", s.slipDownload)
	e.GET("/bulletins/:id/slip/scan", s.slipScan)
	e.POST("/bulletins/:id/slip/scan", s.slipFile)

	e.GET("/mail", s.mailList)
	e.GET("/mail.xlsx", s.mailExport)
	e.POST("/mail/test", s.mailTest)
	e.POST("/mail/bounce", s.mailBounce)
	e.POST("/mail/resend", s.mailResend)
	e.GET("/mail/:id", s.mailShow)
	e.POST("/mail/:id", s.mailDecide)

	e.GET("/log", s.logList)
	e.GET("/help/clerk", s.helpShow("help_clerk", "填表人一页通"))
	e.GET("/help/office", s.helpShow("help_office", "经办人一页通"))
	e.GET("/log.xlsx", s.logExport)

	s.apiRoutes(e.Group("/api/v1"))
}

func (s *server) apiRoutes(g *echo.Group) {
	g.GET("/openapi.json", s.apiDescription)
	g.GET("/programmes", s.apiProgrammes)
	g.GET("/programmes/:key/projects", s.apiProjects)
	g.GET("/programmes/:key/verdicts", s.apiVerdicts)
	g.GET("/programmes/:key/matters", s.apiMatters)
	g.GET("/programmes/:key/matters/:no", s.apiMatter)
	g.GET("/programmes/:key/rules", s.apiRules)
	g.PUT("/programmes/:key/policy", s.apiPolicySet)
	g.PUT("/programmes/:key/closed/:period", s.apiPeriodClose)
	g.DELETE("/programmes/:key/closed/:period", s.apiPeriodReopen)
	g.GET("/units", s.apiUnits)
	g.GET("/submissions", s.apiSubmissions)
	g.POST("/submissions", s.apiSubmissionCheck)
	g.GET("/submissions/:id", s.apiSubmission)
	g.DELETE("/submissions/:id", s.apiSubmissionUndo)
	g.GET("/submissions/:id/versions", s.apiSubmissionVersions)
	g.GET("/submissions/:id/compare", s.apiSubmissionCompare)
	g.POST("/submissions/:id/accept", s.apiSubmissionAccept)
	g.GET("/answers", s.apiAnswers)
	g.POST("/answers", s.apiAnswersKeep)
	g.DELETE("/answers/:id", s.apiAnswerForget)
	g.GET("/bulletins", s.apiBulletins)
	g.POST("/bulletins", s.apiBulletinDraft)
	g.GET("/bulletins/:id", s.apiBulletin)
	g.PATCH("/bulletins/:id", s.apiBulletinEdit)
	g.POST("/bulletins/:id/issue", s.apiBulletinIssue)
	g.GET("/deliveries", s.apiDeliveries)
}
