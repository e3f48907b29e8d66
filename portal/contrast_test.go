package portal_test

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestContrast: text can be read in both colour schemes (WCAG 2.2, 1.4.3 AA: 4.5
// to 1), and the edges of controls can be seen (1.4.11: 3 to 1).
func TestContrast(t *testing.T) {
	css := string(read(t, "static/style.css"))
	light, dark, ok := strings.Cut(css, "prefers-color-scheme: dark")
	if !ok {
		t.Fatal("no dark scheme")
	}
	dark, _, _ = strings.Cut(dark, "}\n}")
	schemes := map[string]map[string]float64{"light": luminances(t, light), "dark": luminances(t, dark)}
	pairs := []struct {
		front, back string
		least       float64
	}{
		{"ink", "paper", 4.5}, {"ink", "panel", 4.5}, {"ink", "code", 4.5},
		{"soft", "paper", 4.5}, {"soft", "panel", 4.5},
		{"link", "paper", 4.5}, {"link", "panel", 4.5}, {"link", "code", 4.5},
		{"accent-ink", "accent", 4.5},
		{"good", "paper", 4.5}, {"warn", "paper", 4.5}, {"bad", "paper", 4.5}, {"bad", "code", 4.5},
		{"soft", "panel", 3}, {"link", "paper", 3}, {"accent", "paper", 3}, // input, focus, button
	}
	for scheme, colours := range schemes {
		for _, p := range pairs {
			front, ok1 := colours[p.front]
			back, ok2 := colours[p.back]
			if !ok1 || !ok2 {
				t.Fatalf("%s: no colour %s or %s", scheme, p.front, p.back)
			}
			ratio := (max(front, back) + 0.05) / (min(front, back) + 0.05)
			if ratio < p.least {
				t.Errorf("%s: %s on %s is %.2f to 1, wants %.1f", scheme, p.front, p.back, ratio, p.least)
			}
		}
	}
	if other := regexp.MustCompile(`:[^;{}]*#[0-9a-fA-F]{3,8}`).FindString(css[strings.Index(css, "* { box-sizing"):]); other != "" {
		t.Errorf("a colour outside the palette, which is not tested: %s", other)
	}
}

// luminances reads the palette as relative luminances.
func luminances(t *testing.T, css string) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(css, -1) {
		n, err := strconv.ParseUint(m[2], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		out[m[1]] = 0.2126*linear(n>>16&255) + 0.7152*linear(n>>8&255) + 0.0722*linear(n&255)
	}
	return out
}

func linear(channel uint64) float64 {
	c := float64(channel) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}
