package store

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"gorm.io/gorm"
)

// recent holds a programme's current rows of one table, decoded. They hold for as
// long as the log has no later entry on the ledger than when they were read:
// whatever changes the ledger writes one in the same transaction. After a change
// only the rows are read that submissions since then, or their undoing, put in or
// took out: to decode a year's reports takes longer than to judge them. The zero
// recent is empty.
type recent[T interface{ Clone() T }] struct {
	mu    sync.Mutex
	lists map[string]*decoded[T]
}

// rowsOf is a table of rows by programme, each current or not, that submissions
// put in; rank is the column that puts them in order, before their ids.
type rowsOf struct{ table, rank string }

// decoded are the current rows of one programme in order. It is never changed.
type decoded[T any] struct {
	head   auditHead // the end of the log when they were read
	taken  int64     // the newest submission of the programme, 0 for none
	undone map[int64]bool
	places []place
	rows   []T
}

// place is where a row stands among the others.
type place struct {
	rank string // a number without sign, or words of one length
	id   int64
}

func (a place) compare(b place) int {
	return cmp.Or(cmp.Compare(len(a.rank), len(b.rank)), strings.Compare(a.rank, b.rank), cmp.Compare(a.id, b.id))
}

// bodyRow is a row that a submission touched.
type bodyRow struct {
	ID      int64
	Rank    string
	Body    string
	Current bool
}

func (r *bodyRow) place() place { return place{r.Rank, r.ID} }

// mostSince is how many submissions are looked at one by one; after more, all
// rows are read.
const mostSince = 100

// list is a copy, the caller's own, of the current rows of a programme.
func (c *recent[T]) list(tx *gorm.DB, of rowsOf, key string) ([]T, error) {
	shared, err := c.shared(tx, of, key)
	if err != nil {
		return nil, err
	}
	own := make([]T, len(shared))
	for i := range shared {
		own[i] = shared[i].Clone()
	}
	return own, nil
}

// shared are the current rows of a programme, which every reader has: nobody
// changes anything in them.
func (c *recent[T]) shared(tx *gorm.DB, of rowsOf, key string) ([]T, error) {
	var head auditHead
	if err := tx.Where("one = 1").Take(&head).Error; err != nil {
		return nil, err
	}
	held := c.get(key)
	if held == nil || held.head.Ledger != head.Ledger {
		var err error
		if held, err = refresh(tx, of, key, held); err != nil {
			return nil, err
		}
		held.head = head
		c.put(key, held)
	}
	return held.rows, nil
}

// ledgerHead is the hash of the log's last entry on the ledger.
func ledgerHead(tx *gorm.DB) (string, error) {
	var head auditHead
	err := tx.Where("one = 1").Take(&head).Error
	return head.Ledger, err
}

// refresh is what is current now: held, with what changed since; all of it where
// held is nil or of another log.
func refresh[T any](tx *gorm.DB, of rowsOf, key string, held *decoded[T]) (*decoded[T], error) {
	if held != nil {
		var same int64
		q := tx.Model(&auditRow{}).Where("id = ? AND hash = ?", held.head.Entries, held.head.Hash)
		if err := q.Count(&same).Error; err != nil {
			return nil, err
		}
		if same == 0 {
			held = nil // another database was put in the place of the one that was read
		}
	}
	if held == nil {
		held = &decoded[T]{}
	}
	now, since, err := held.since(tx, key)
	if err != nil {
		return nil, err
	}
	if len(since) == 0 {
		now.places, now.rows = held.places, held.rows
		return now, nil
	}
	chosen := tx.Table(of.table).Select("id", of.rank+" AS rank", "body", "superseded_at IS NULL AS current").Where("programme = ?", key)
	if held.taken == 0 || len(since) > mostSince {
		held, chosen = &decoded[T]{}, chosen.Where(current)
	} else {
		replaced := tx.Table("undone_replacements").Select("replaced").Where("kind = ? AND submission IN ?", of.table, since)
		chosen = chosen.Where("submission IN ? OR superseded_by IN ? OR id IN (?)", since, since, replaced)
	}
	var touched []bodyRow
	if err := chosen.Find(&touched).Error; err != nil {
		return nil, err
	}
	return now, now.merge(held, touched)
}

// since are the submissions of a programme that came or were undone after those
// of d, and an empty decoded that knows of them.
func (d *decoded[T]) since(tx *gorm.DB, key string) (now *decoded[T], ids []int64, err error) {
	var rows []struct {
		ID     int64
		Undone bool
	}
	err = tx.Table("submissions").Select("id", "undone_at IS NOT NULL AS undone").
		Where("programme = ?", key).Where("id > ? OR undone_at IS NOT NULL", d.taken).Find(&rows).Error
	now = &decoded[T]{taken: d.taken, undone: map[int64]bool{}}
	for _, r := range rows {
		now.taken = max(now.taken, r.ID)
		if r.Undone {
			now.undone[r.ID] = true
		}
		if r.ID > d.taken || r.Undone && !d.undone[r.ID] {
			ids = append(ids, r.ID)
		}
	}
	return now, ids, err
}

// merge makes d the rows of held without those of touched that are not current
// any more, with those that are new.
func (d *decoded[T]) merge(held *decoded[T], touched []bodyRow) error {
	slices.SortFunc(touched, func(a, b bodyRow) int { return a.place().compare(b.place()) })
	n := len(held.places) + len(touched)
	d.places, d.rows = make([]place, 0, n), make([]T, 0, n)
	k := 0
	keep := func(to int) { // held's rows before that one
		d.places, d.rows = append(d.places, held.places[k:to]...), append(d.rows, held.rows[k:to]...)
		k = to
	}
	for i := range touched {
		row := &touched[i]
		at, there := slices.BinarySearchFunc(held.places, row.place(), place.compare)
		keep(at)
		switch {
		case there && !row.Current:
			k++
		case !there && row.Current:
			var v T
			if err := fromJSON(row.Body, &v); err != nil {
				return err
			}
			d.places, d.rows = append(d.places, row.place()), append(d.rows, v)
		}
	}
	keep(len(held.places))
	return nil
}

func (c *recent[T]) get(key string) *decoded[T] {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lists[key]
}

func (c *recent[T]) put(key string, rows *decoded[T]) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lists == nil {
		c.lists = make(map[string]*decoded[T])
	}
	c.lists[key] = rows
}
