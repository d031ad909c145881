package web

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"tongbao/reports/list"
)

// pageRows is how many rows of a list one page shows.
const pageRows = 100

// column is one column of a list: its head, and what stands in it for a row when
// the list is sorted by it or taken away as a workbook.
type column[T any] struct {
	Key, Head string
	Unit      string // of its figures, under the head
	Numeric   bool
	Cell      func(row *T) list.Cell
	// Order ranks rows where the cells themselves have no natural order (a
	// verdict, a unit in 建制序); nil compares the cells.
	Order func(row *T) int
}

// listing is a list in the order and on the page that the address asks for.
type listing[T any] struct {
	Heads  []listHead
	Rows   []T // of this page
	Total  int // on all pages
	From   int // the number of the page's first row, from 1
	Sort   string
	Page   int // from 1
	Pages  []pageLink
	Export string // the address of all pages as a workbook

	columns []column[T]
	sorted  []T
}

// listHead is a head that sorts by its column when it is followed, the other way
// round when it is followed again.
type listHead struct {
	Key, Title, Unit, Address string
	Sorted                    string // as aria-sort says it, "" for a column that is not
	Numeric                   bool
}

type pageLink struct {
	Number  int
	Address string
}

// To is the number of the page's last row.
func (l listing[T]) To() int { return l.From + len(l.Rows) - 1 }

// arrange orders rows by the address's sort (a column's key, with a minus before
// it for the other way round) and takes the page that it asks for. Rows come in
// the order that the list has by itself, and keep it where they are equal.
func arrange[T any](c echo.Context, columns []column[T], rows []T) listing[T] {
	query := c.QueryParams()
	l := listing[T]{
		columns: columns, sorted: rows, Total: len(rows), Sort: query.Get("sort"),
		Export: with(c.Request().URL.Path+".xlsx", query, "page", ""),
	}
	key, down := strings.CutPrefix(l.Sort, "-")
	for _, col := range columns {
		h := listHead{Key: col.Key, Title: col.Head, Unit: col.Unit, Numeric: col.Numeric}
		next := col.Key
		if col.Key == key {
			l.sorted = sortRows(rows, col, down)
			h.Sorted = "ascending"
			if down {
				h.Sorted = "descending"
			} else {
				next = "-" + col.Key
			}
		}
		h.Address = with(c.Request().URL.Path, query, "sort", next, "page", "")
		l.Heads = append(l.Heads, h)
	}
	pages := max(1, (len(rows)+pageRows-1)/pageRows)
	number, _ := strconv.Atoi(query.Get("page")) // nonsense is the first page
	l.Page = min(max(number, 1), pages)
	from := (l.Page - 1) * pageRows
	l.From, l.Rows = from+1, l.sorted[from:min(from+pageRows, len(rows))]
	for n := 1; n <= pages && pages > 1; n++ {
		l.Pages = append(l.Pages, pageLink{n, with(c.Request().URL.Path, query, "page", strconv.Itoa(n))})
	}
	return l
}

// with is an address with its query, some parameters set anew, name and value in
// turn; "" removes one.
func with(path string, query url.Values, pairs ...string) string {
	q := url.Values{}
	for name, values := range query {
		if len(values) > 0 && values[0] != "" {
			q.Set(name, values[0])
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Del(pairs[i])
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// sortRows orders rows by a column; empty cells come last either way.
func sortRows[T any](rows []T, col column[T], down bool) []T {
	type keyed struct {
		row  T
		cell list.Cell
		text []byte // how its text sorts in Chinese
		rank int
	}
	words := collate.New(language.Chinese, collate.Numeric)
	var buffer collate.Buffer
	all := make([]keyed, len(rows))
	for i := range rows {
		all[i] = keyed{row: rows[i], cell: col.Cell(&rows[i])}
		if col.Order != nil {
			all[i].rank = col.Order(&rows[i])
		} else if all[i].cell.Text != "" {
			all[i].text = words.KeyFromString(&buffer, all[i].cell.Text)
		}
	}
	slices.SortStableFunc(all, func(a, b keyed) int {
		if x, y := a.cell.Shown() == "", b.cell.Shown() == ""; x || y {
			return map[[2]bool]int{{true, false}: 1, {false, true}: -1}[[2]bool{x, y}]
		}
		order := 0
		switch {
		case col.Order != nil:
			order = cmp.Compare(a.rank, b.rank)
		case a.cell.Number != nil && b.cell.Number != nil:
			order = a.cell.Number.Cmp(*b.cell.Number)
		case !a.cell.Date.IsZero() && !b.cell.Date.IsZero():
			order = cmp.Compare(a.cell.Date.DaysSince(b.cell.Date), 0)
		default:
			order = slices.Compare(a.text, b.text)
		}
		if down {
			return -order
		}
		return order
	})
	sorted := make([]T, len(all))
	for i := range all {
		sorted[i] = all[i].row
	}
	return sorted
}

// send answers with the whole list as a workbook. lines stand above its head.
func (l listing[T]) send(s *server, c echo.Context, page Page, stem string, lines ...string) error {
	t := list.Table{Title: page.Title, Sheet: page.Title, Lines: append(lines, fmt.Sprintf("共%d行。", l.Total))}
	if p := page.Programme; p != nil {
		t.Title, t.Sample = fmt.Sprintf("%d年%s%s", p.Year, p.Title, page.Title), p.Sample
	}
	for _, col := range l.columns {
		head := col.Head
		if col.Unit != "" {
			head += "（" + col.Unit + "）"
		}
		t.Heads = append(t.Heads, head)
	}
	for i := range l.sorted {
		row := make([]list.Cell, len(l.columns))
		for k, col := range l.columns {
			row[k] = col.Cell(&l.sorted[i])
		}
		t.Rows = append(t.Rows, row)
	}
	file, data, err := s.Service.ListFile(t)
	if err != nil {
		return err
	}
	return sendFile(c, file, stem, data)
}

// textColumn, countColumn and the like make the plain columns of a list.
func textColumn[T any](key, head string, text func(row *T) string) column[T] {
	return column[T]{Key: key, Head: head, Cell: func(row *T) list.Cell { return list.Text(text(row)) }}
}

func countColumn[T any](key, head string, count func(row *T) int) column[T] {
	return column[T]{Key: key, Head: head, Numeric: true, Cell: func(row *T) list.Cell { return list.Int(count(row)) }}
}
