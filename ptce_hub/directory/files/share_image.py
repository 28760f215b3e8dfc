"""The picture that social networks show with a link: drawn here, from public facts, kept by record and version."""

import functools
import io

import fontpkg
from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views import View
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630  # pixels, as Open Graph's readers ask
MARGIN = 80
PAPER, INK, SOFT, GREEN, CLAY = "#fbf8f2", "#22201c", "#5a564d", "#0e5446", "#c8642b"
SIZES = (76, 64, 54, 46, 40)  # of the name, largest first
LINES = 4
KEPT = 24 * 3600  # seconds
SITE = "L’annuaire des pôles territoriaux de coopération économique"


class ShareImage(View):
    """The image of one published record."""

    pages = None

    def get(self, request, slug):
        noun = self.pages()
        entry = get_object_or_404(noun.entries().select_related("territory"), slug=slug)
        return png(
            f"share:{noun.url_name}:{entry.pk}:{version(entry)}",
            lambda: draw(entry.name, noun.model._meta.verbose_name.capitalize(), entry.territory),
        )


def version(entry):
    """Another at each change."""
    return f"{entry.updated_at:%Y%m%d%H%M%S%f}"


class SiteShareImage(View):
    """The image of every page that is no record."""

    def get(self, request):
        return png("share:site", lambda: draw("Qui coopère, où, sur quoi, depuis quand", SITE))


def png(key, drawn):
    image = caches["drawn"].get(key)
    if image is None:
        image = drawn()
        caches["drawn"].set(key, image, KEPT)
    response = HttpResponse(image, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={KEPT}"
    return response


def draw(name, above, below=None):
    """The name large, the noun above it, the place below; bytes of a PNG."""
    image = ground().copy()
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN, 70), clipped(above, 36, WIDTH - 3 * MARGIN - 170), fill=CLAY, font=typeface(36, 600))
    lines, size = fitted(name)
    top = 150 if len(lines) > 2 else 190
    pen.multiline_text((MARGIN, top), "\n".join(lines), fill=INK, font=typeface(size, 700), spacing=size * 0.2)
    if below:
        pen.text((MARGIN, 500), clipped(str(below), 40, WIDTH - 2 * MARGIN), fill=SOFT, font=typeface(40, 400))
    pen.text((MARGIN, 560), "PTCE Hub", fill=GREEN, font=typeface(32, 700))
    content = io.BytesIO()
    image.quantize(64).save(content, "PNG", optimize=True)
    return content.getvalue()


@functools.cache
def ground():
    """The paper and the two leaning circles, drawn twice as large then reduced, for smooth edges."""
    image = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.ellipse((1900, -240, 2540, 400), fill=GREEN)
    pen.ellipse((2140, 100, 2660, 620), fill=CLAY)
    pen.rectangle((0, 2 * HEIGHT - 32, 2 * WIDTH, 2 * HEIGHT), fill=GREEN)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


@functools.lru_cache(32)
def typeface(size, weight):
    font = ImageFont.truetype(fontpkg.path("Source Sans 3"), size)
    font.set_variation_by_axes([weight])
    return font


def fitted(text):
    """The lines of the text and the largest size at which they fit; too long even at the smallest, it is cut."""
    for size in SIZES:
        lines = wrapped(text, typeface(size, 700), WIDTH - 2 * MARGIN - 110)
        if len(lines) <= min(LINES, 330 // round(size * 1.45)):
            return lines, size
    return [*lines[: LINES - 1], clipped(" ".join(lines[LINES - 1 :]), size, WIDTH - 2 * MARGIN - 110)], size


def wrapped(text, font, width):
    lines = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def clipped(text, size, width, weight=700):
    """The text, cut with an ellipsis when wider than ``width`` pixels."""
    font = typeface(size, weight)
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
