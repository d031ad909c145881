package intake

import "testing"

// What stands behind a figure is a measure, or the cell is no figure.
func TestTelling(t *testing.T) {
	for _, c := range []struct {
		text, own string
		want      bool
	}{
		{"44", "", true},
		{"44个", "", true},
		{"44个小区", "个", true},
		{"1.8万人次", "", true},
		{"12樘", "樘", true},
		{"44又", "个", false},
		{"四十四又", "", false},
		{"44x", "个", false},
		{"44个半", "个", false},
	} {
		_, measure, ok := figure(c.text)
		if got := ok && telling(measure, c.own); got != c.want {
			t.Errorf("%s (%s): %v, want %v", c.text, c.own, got, c.want)
		}
	}
}
