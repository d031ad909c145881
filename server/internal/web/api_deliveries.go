package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
)

type deliveryJSON struct {
	ID        int64             `json:"id"`
	Bulletin  int64             `json:"bulletin"`
	Unit      string            `json:"unit"`
	Address   string            `json:"address"`
	MessageID string            `json:"messageId"`
	State     app.DeliveryState `json:"state"`
	Tries     int               `json:"tries"`
	NextTry   *time.Time        `json:"nextTry,omitempty"` // of one that is tried again
	Answer    string            `json:"answer"`
	UpdatedAt time.Time         `json:"updatedAt"`
}

// apiDeliveries are a bulletin's messages and how far each is.
func (s *server) apiDeliveries(c echo.Context) error {
	text, err := wanted(c, "bulletin", "1")
	if err != nil {
		return err
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return echo.ErrNotFound
	}
	deliveries, err := s.Ledger.Deliveries(c.Request().Context(), app.OutboxFilter{Bulletin: id})
	if err != nil {
		return err
	}
	list := []deliveryJSON{}
	for _, d := range deliveries {
		one := deliveryJSON{
			ID: d.ID, Bulletin: d.Bulletin, Unit: d.Unit, Address: d.Address, MessageID: d.MessageID,
			State: d.State, Tries: d.Tries, Answer: d.Answer, UpdatedAt: d.UpdatedAt.In(zone),
		}
		if d.State == app.Pending || d.State == app.Deferred {
			next := d.NextTry.In(zone)
			one.NextTry = &next
		}
		list = append(list, one)
	}
	return writeJSON(c, http.StatusOK, list)
}
