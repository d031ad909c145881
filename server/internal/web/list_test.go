package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"tongbao/reports/list"
)

type listed struct {
	name string
	n    int
}

var listedColumns = []column[listed]{
	textColumn("name", "名称", func(r *listed) string { return r.name }),
	{Key: "n", Head: "数", Numeric: true, Cell: func(r *listed) list.Cell {
		if r.n < 0 {
			return list.Cell{}
		}
		return list.Int(r.n)
	}},
}

func TestListsAreSortedAndPaged(t *testing.T) {
	rows := []listed{{"第10项", 3}, {"第9项", -1}, {"北京", 12}, {"安徽", 3}}
	for _, tt := range []struct{ name, address, want string }{
		{"as it comes", "/l", "第10项 第9项 北京 安徽"},
		{"text in Chinese order, numbers in it by size", "/l?sort=name", "安徽 北京 第9项 第10项"},
		{"numbers, equal ones as they come, none last", "/l?sort=n", "第10项 安徽 北京 第9项"},
		{"the other way round, none still last", "/l?sort=-n", "北京 第10项 安徽 第9项"},
		{"by no column", "/l?sort=nothing", "第10项 第9项 北京 安徽"},
		{"a page that is not there", "/l?page=9", "第10项 第9项 北京 安徽"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, tt.address, nil), httptest.NewRecorder())
			var names []string
			for _, r := range arrange(c, listedColumns, rows).Rows {
				names = append(names, r.name)
			}
			if got := strings.Join(names, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/l?q=a&sort=n&page=2&unit=", nil), httptest.NewRecorder())
	l := arrange(c, listedColumns, make([]listed, pageRows+5))
	if len(l.Rows) != 5 || l.From != pageRows+1 || l.To() != pageRows+5 || len(l.Pages) != 2 ||
		l.Export != "/l.xlsx?q=a&sort=n" || l.Heads[1].Address != "/l?q=a&sort=-n" || l.Heads[1].Sorted != "ascending" || l.Heads[0].Sorted != "" {
		t.Errorf("%d rows from %d to %d, %+v, %s, %+v", len(l.Rows), l.From, l.To(), l.Pages, l.Export, l.Heads)
	}
}

func TestListsAreTakenAway(t *testing.T) {
	for _, place := range []string{"/p/huaian-2020/projects.xlsx?verdict=behind", "/p/huaian-2020/submissions.xlsx", "/p/huaian-2020/bulletins.xlsx", "/p/huaian-2020/units.xlsx", "/log.xlsx"} {
		f := newFake()
		h, _ := serve(t, f, nil)
		w := get(h, place)
		if w.Code != http.StatusOK || w.Body.String() != "list" || len(f.listed.Rows) == 0 || len(f.listed.Rows[0]) != len(f.listed.Heads) {
			t.Errorf("%s: %d %.80s %+v", place, w.Code, w.Body, f.listed)
		}
	}
}
