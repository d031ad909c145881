package web

import (
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"

	"github.com/labstack/echo/v4"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

type bulletinPage struct {
	Page
	Bulletin   app.BulletinRecord
	Sections   []sectionView
	Figures    map[string]bulletin.Figure
	Deliveries []app.Delivery
	Recipients []ledger.Recipient
	Warnings   []string
	Mail       bool // an SMTP server is configured
	Problem    string
}

// bulletinShow is one bulletin: the draft's editor, or what was issued.
func (s *server) bulletinShow(c echo.Context) error {
	page, err := s.bulletinPage(c, nil)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, "bulletin", page)
}

// bulletinPage loads the bulletin of the address; typed replaces the stored
// words when a form comes back.
func (s *server) bulletinPage(c echo.Context, typed map[string]string) (bulletinPage, error) {
	var page bulletinPage
	id, err := idParam(c)
	if err != nil {
		return page, err
	}
	ctx := c.Request().Context()
	record, err := s.Ledger.Bulletin(ctx, id)
	if err != nil {
		return page, err
	}
	if page.Page, err = s.programmePage(c, record.Title, "bulletins", record.Programme); err != nil {
		return page, err
	}
	page.Period = record.Period
	page.Bulletin, page.Mail, page.Recipients = record, s.MailConfigured, app.Recipients(page.Programme)
	page.Figures = map[string]bulletin.Figure{}
	for _, f := range record.Document.Figures {
		page.Figures[f.Ref] = f
	}
	words := record.Words
	if typed != nil {
		words = typed
	}
	page.Sections = sectionViews(record, words)
	if record.State == app.Issued {
		if page.Deliveries, err = s.Ledger.Deliveries(ctx, app.OutboxFilter{Bulletin: id}); err != nil {
			return page, err
		}
		sort.SliceStable(page.Deliveries, func(i, j int) bool { return troubled(page.Deliveries[i]) && !troubled(page.Deliveries[j]) })
		return page, nil
	}
	page.Warnings, err = s.bulletinWarnings(c, page)
	return page, err
}

func troubled(d app.Delivery) bool { return d.State.Troubled() }

// Troubled reports whether a person has to decide on one of the messages.
func (p bulletinPage) Troubled() bool { return slices.ContainsFunc(p.Deliveries, troubled) }

// Moving reports whether a message may still change its state by itself soon.
func (p bulletinPage) Moving() bool {
	return slices.ContainsFunc(p.Deliveries, func(d app.Delivery) bool { return d.State == app.Pending || d.State == app.Sending })
}

// Tally is how many messages are in each state, in words; "" without any.
func (p bulletinPage) Tally() string {
	var parts []string
	for _, state := range []app.DeliveryState{app.Failed, app.Bounced, app.Uncertain, app.Deferred, app.Pending, app.Sending, app.Sent, app.Stopped} {
		n := 0
		for _, d := range p.Deliveries {
			if d.State == state {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d封", state.Chinese(), n))
		}
	}
	return strings.Join(parts, "，")
}

// Unsent is how many recipients of the list have no message yet.
func (p bulletinPage) Unsent() int {
	n := 0
	for _, r := range p.Recipients {
		if !slices.ContainsFunc(p.Deliveries, func(d app.Delivery) bool { return strings.EqualFold(d.Address, r.Address) }) {
			n++
		}
	}
	return n
}
