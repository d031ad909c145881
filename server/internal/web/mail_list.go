package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/reports/list"
	"tongbao/server/internal/app"
)

// Mail is what the pages ask of the use cases of the outbox.
type Mail interface {
	MailSettings() (app.MailSettings, bool)
	TestMail(ctx context.Context, address string, by app.Actor) error
	Deliver(ctx context.Context, id int64, by app.Actor) (int, error)
	Resend(ctx context.Context, delivery int64, by app.Actor) error
	ResendFailed(ctx context.Context, f app.OutboxFilter, by app.Actor) (int, error)
	Stop(ctx context.Context, delivery int64, by app.Actor) error
	MarkSent(ctx context.Context, delivery int64, by app.Actor) error
	MarkBounced(ctx context.Context, delivery int64, reason string, by app.Actor) error
	TakeBounce(ctx context.Context, raw []byte, by app.Actor) (app.Delivery, error)
}

type mailPage struct {
	Page
	correction
	Filter   mailFilter
	List     listing[app.Delivery]
	All      int
	States   []stateCount // of all messages
	Again    int          // how many of the list failed or came back
	Settings app.MailSettings
	Ready    bool   // a mail server is configured
	Typed    string // the address for a test mail
}

// stateCount is how many messages are in a state.
type stateCount struct {
	State app.DeliveryState
	Count int
}

// mailFilter is what the address narrows the list to.
type mailFilter struct {
	State    app.DeliveryState
	Bulletin int64
	Query    string
}

func (f mailFilter) keeps(d *app.Delivery) bool {
	return (f.State == "" || d.State == f.State) && (f.Bulletin == 0 || d.Bulletin == f.Bulletin) &&
		(f.Query == "" || strings.Contains(strings.ToLower(d.Unit+" "+d.Address+" "+d.Subject+" "+d.Answer+" "+d.MessageID), strings.ToLower(f.Query)))
}

// mailStates is the order in which states are told: first what wants somebody.
var mailStates = []app.DeliveryState{app.Uncertain, app.Failed, app.Bounced, app.Deferred, app.Pending, app.Sending, app.Sent, app.Stopped}

// mailList is 发件箱: every message and how far it is.
func (s *server) mailList(c echo.Context) error {
	page, err := s.mailPage(c)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "mail", page)
}

// mailExport is the same list as a workbook.
func (s *server) mailExport(c echo.Context) error {
	page, err := s.mailPage(c)
	if err != nil {
		return err
	}
	page.Programme = nil // the outbox is of all programmes
	return page.List.send(s, c, page.Page, "mail")
}

func (s *server) mailPage(c echo.Context) (mailPage, error) {
	page := mailPage{
		Page:   s.newPage(c, "发件箱", "mail"),
		Filter: mailFilter{State: app.DeliveryState(c.FormValue("state")), Query: strings.TrimSpace(c.FormValue("q"))},
	}
	page.Filter.Bulletin, _ = strconv.ParseInt(c.FormValue("bulletin"), 10, 64) // nonsense is none
	ctx := c.Request().Context()
	var err error
	if page.Programmes, err = s.Service.Programmes(ctx); err != nil {
		return page, err
	}
	page.Settings, page.Ready = s.Service.MailSettings()
	all, err := s.Ledger.Deliveries(ctx, app.OutboxFilter{})
	if err != nil {
		return page, err
	}
	page.All = len(all)
	counts := map[app.DeliveryState]int{}
	var rows []app.Delivery
	for i := range slices.Backward(all) { // the newest first
		counts[all[i].State]++
		if !page.Filter.keeps(&all[i]) {
			continue
		}
		rows = append(rows, all[i])
		if all[i].State == app.Failed || all[i].State == app.Bounced {
			page.Again++
		}
	}
	for _, state := range mailStates {
		if counts[state] > 0 {
			page.States = append(page.States, stateCount{state, counts[state]})
		}
	}
	page.List = arrange(c, mailColumns, rows)
	return page, nil
}

// Moving reports whether a message on the page may soon change its state by
// itself.
func (p mailPage) Moving() bool {
	return slices.ContainsFunc(p.List.Rows, func(d app.Delivery) bool { return d.State == app.Pending || d.State == app.Sending })
}

var mailColumns = []column[app.Delivery]{
	textColumn("made", "加入时间", func(d *app.Delivery) string { return when(d.CreatedAt) }),
	textColumn("unit", "收件单位", func(d *app.Delivery) string { return d.Unit }),
	textColumn("address", "邮箱", func(d *app.Delivery) string { return d.Address }),
	textColumn("subject", "主题", func(d *app.Delivery) string { return d.Subject }),
	{
		Key: "state", Head: "状态", Cell: func(d *app.Delivery) list.Cell { return list.Text(d.State.Chinese()) },
		Order: func(d *app.Delivery) int { return slices.Index(mailStates, d.State) },
	},
	countColumn("tries", "次数", func(d *app.Delivery) int { return d.Tries }),
	textColumn("next", "下次重试", func(d *app.Delivery) string {
		if d.State != app.Deferred {
			return ""
		}
		return when(d.NextTry)
	}),
	textColumn("answer", "最后的答复", func(d *app.Delivery) string { return d.Answer }),
	textColumn("updated", "更新时间", func(d *app.Delivery) string { return when(d.UpdatedAt) }),
	textColumn("id", "邮件编号", func(d *app.Delivery) string { return d.MessageID }),
}
