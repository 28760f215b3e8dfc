"""What is the same on every page."""

from django import template
from django.urls import get_script_prefix

register = template.Library()


@register.tag
def once(parser, token):
    """``{% once %}…{% endonce %}``: drawn for the first page and kept by the process; nothing in it varies."""
    nodes = parser.parse(["endonce"])
    parser.delete_first_token()
    return Once(nodes)


class Once(template.Node):
    def __init__(self, nodes):
        self.nodes, self.drawn = nodes, {}

    def render(self, context):
        prefix = get_script_prefix()  # where the host serves the site
        if prefix not in self.drawn:
            self.drawn[prefix] = self.nodes.render(context)
        return self.drawn[prefix]
