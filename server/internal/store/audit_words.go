package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// programmeWords is how the log names a programme: “市政府为民办十件实事”（huaian-2020）.
func programmeWords(tx *gorm.DB, key string) (string, error) {
	var settings []string
	if err := tx.Model(&programmeRow{}).Where("programme = ?", key).Where(current).Limit(1).Pluck("settings", &settings).Error; err != nil {
		return "", err
	}
	var p struct{ Title string }
	if len(settings) == 1 {
		if err := json.Unmarshal([]byte(settings[0]), &p); err != nil {
			return "", fmt.Errorf("settings of %s: %w", key, err)
		}
	}
	if p.Title == "" {
		return key, nil
	}
	return fmt.Sprintf("“%s”（%s）", p.Title, key), nil
}

// periodWords is a stored period as people read it, "" for none.
func periodWords(stored string) string {
	p, err := parsePeriod(stored)
	if err != nil {
		return stored
	}
	return p.Chinese()
}

// joined are the words that there are, one after the other.
func joined(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
