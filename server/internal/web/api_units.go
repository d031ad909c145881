package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"tongbao/server/ledger"
)

type unitJSON struct {
	Name       string          `json:"name"`
	Kind       ledger.UnitKind `json:"kind"`
	Parent     string          `json:"parent,omitempty"`
	Aliases    []string        `json:"aliases"`
	Order      int             `json:"order"`
	Recipients []string        `json:"recipients"` // e-mail addresses
}

// apiUnits are a programme's units in the government's own order.
func (s *server) apiUnits(c echo.Context) error {
	key, err := wanted(c, "programme", "huaian-2020")
	if err != nil {
		return err
	}
	programme, err := s.Ledger.Programme(c.Request().Context(), key)
	if err != nil {
		return err
	}
	addresses := map[string][]string{}
	for _, r := range programme.Recipients {
		addresses[r.Unit] = append(addresses[r.Unit], r.Address)
	}
	list := []unitJSON{}
	for _, u := range programme.Units {
		list = append(list, unitJSON{
			Name: u.Name, Kind: u.Kind, Parent: u.Parent, Aliases: append([]string{}, u.Aliases...),
			Order: u.Order, Recipients: append([]string{}, addresses[u.Name]...),
		})
	}
	return writeJSON(c, http.StatusOK, list)
}
