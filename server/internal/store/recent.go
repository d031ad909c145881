package store

import (
	"sync"

	"gorm.io/gorm"
)

// recent holds a programme's current rows of one table, decoded. They hold for as
// long as the log has no later entry on the ledger than when they were read:
// whatever changes the ledger writes one in the same transaction. After a change only the rows that are
// new are decoded, for the body of a row never changes; to decode two thousand
// projects takes longer than to check a table against them. The zero recent is
// empty.
type recent[T interface{ Clone() T }] struct {
	mu    sync.Mutex
	lists map[string]*decoded[T]
}

// decoded are the rows of one programme in order, by their ids.
type decoded[T any] struct {
	head string // ledgerHead when they were read
	rows []T
	by   map[int64]T
}

// fewRows is how many rows are fetched by their ids; more are read with all others.
const fewRows = 500

// list is a copy, the caller's own, of what the rows that chosen selects hold; it
// makes a new query each time.
func (c *recent[T]) list(tx *gorm.DB, key string, chosen func() *gorm.DB) ([]T, error) {
	head, err := ledgerHead(tx)
	if err != nil {
		return nil, err
	}
	held := c.get(key)
	if held == nil || held.head != head {
		if held, err = refresh(held, head, chosen); err != nil {
			return nil, err
		}
		c.put(key, held)
	}
	own := make([]T, len(held.rows))
	for i := range held.rows {
		own[i] = held.rows[i].Clone()
	}
	return own, nil
}

// ledgerHead is the hash of the log's last entry on the ledger.
func ledgerHead(tx *gorm.DB) (string, error) {
	var head auditHead
	err := tx.Where("one = 1").Take(&head).Error
	return head.Ledger, err
}

// refresh reads the rows that chosen selects, of those that held does not have.
func refresh[T any](held *decoded[T], head string, chosen func() *gorm.DB) (*decoded[T], error) {
	var ids []int64
	if err := chosen().Pluck("id", &ids).Error; err != nil {
		return nil, err
	}
	known := map[int64]T{}
	if held != nil {
		known = held.by
	}
	var missing []int64
	for _, id := range ids {
		if _, ok := known[id]; !ok {
			missing = append(missing, id)
		}
	}
	fresh := &decoded[T]{head: head, rows: make([]T, len(ids)), by: make(map[int64]T, len(ids))}
	var bodies []struct {
		ID   int64
		Body string
	}
	if len(missing) > 0 {
		query := chosen().Select("id", "body")
		if len(missing) <= fewRows {
			query = query.Where("id IN ?", missing)
		}
		if err := query.Find(&bodies).Error; err != nil {
			return nil, err
		}
	}
	for _, b := range bodies {
		if _, ok := known[b.ID]; ok {
			continue
		}
		var v T
		if err := fromJSON(b.Body, &v); err != nil {
			return nil, err
		}
		fresh.by[b.ID] = v
	}
	for i, id := range ids {
		v, ok := known[id]
		if !ok {
			v = fresh.by[id]
		}
		fresh.rows[i], fresh.by[id] = v, v
	}
	return fresh, nil
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
