package web

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

type programmeJSON struct {
	Key        string   `json:"key"`
	Government string   `json:"government"`
	Title      string   `json:"title"`
	Year       int      `json:"year"`
	Sample     bool     `json:"sample"`
	Periods    []string `json:"periods"`
}

// apiProgrammes lists the programmes and the periods that have reports.
func (s *server) apiProgrammes(c echo.Context) error {
	ctx := c.Request().Context()
	programmes, err := s.Service.Programmes(ctx)
	if err != nil {
		return err
	}
	list := []programmeJSON{}
	for _, p := range programmes {
		periods, err := s.Service.Periods(ctx, p.Key)
		if err != nil {
			return err
		}
		one := programmeJSON{p.Key, p.Government, p.Title, p.Year, p.Sample, []string{}}
		for _, period := range periods {
			one.Periods = append(one.Periods, period.String())
		}
		list = append(list, one)
	}
	return writeJSON(c, http.StatusOK, list)
}
