package store

import (
	"sync"

	"gorm.io/gorm"
)

// recent holds lists that were read from the database, decoded, by the key of
// their programme. They hold for as long as the log ends as it did when they
// were read: whatever changes the ledger writes an entry in the same
// transaction. To decode two thousand projects takes longer than to check a
// table against them. The zero recent is empty.
type recent[T interface{ Clone() T }] struct {
	mu    sync.Mutex
	head  string // the hash at the log's end
	lists map[string][]T
}

// list is a copy, the caller's own, of the list that is held or that load reads.
func (c *recent[T]) list(tx *gorm.DB, key string, load func() ([]T, error)) ([]T, error) {
	var head auditHead
	if err := tx.Where("one = 1").Take(&head).Error; err != nil {
		return nil, err
	}
	list, ok := c.get(head.Hash, key)
	if !ok {
		var err error
		if list, err = load(); err != nil {
			return nil, err
		}
		c.put(head.Hash, key, list)
	}
	own := make([]T, len(list))
	for i := range list {
		own[i] = list[i].Clone()
	}
	return own, nil
}

func (c *recent[T]) get(head, key string) ([]T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.head != head {
		return nil, false
	}
	list, ok := c.lists[key]
	return list, ok
}

func (c *recent[T]) put(head, key string, list []T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.head != head || c.lists == nil {
		c.head, c.lists = head, make(map[string][]T)
	}
	c.lists[key] = list
}
