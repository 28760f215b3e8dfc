// Django's search field and the choices that one types in (select2) come without the names that a screen reader needs.
(() => {
  const nameOf = (select) =>
    select.getAttribute("aria-label") ||
    document.querySelector(`label[for="${select.id}"]`)?.textContent.replace(":", "").trim() ||
    "Choix";

  const name = (select) => {
    const box = select.nextElementSibling;
    if (!box?.classList.contains("select2")) return;
    const words = nameOf(select);
    box.querySelectorAll(".select2-search__field").forEach((field) => field.setAttribute("aria-label", words));
    const single = box.querySelector(".select2-selection--single");
    if (single) {
      single.removeAttribute("aria-labelledby");
      single.setAttribute("aria-label", `${words} : ${single.textContent.trim() || "aucun"}`);
    }
    box.querySelectorAll(".select2-selection__rendered, ul.select2-selection__rendered > *").forEach((part) => {
      part.setAttribute("role", "none");
      part.removeAttribute("aria-readonly");
    });
  };

  const nameByColumn = (field) => {
    const column = [...field.closest("td").classList].find((word) => word.startsWith("field-"));
    const heading = field.closest("table").querySelector(`th.column-${column?.slice(6)}`);
    if (heading && !field.getAttribute("aria-label")) field.setAttribute("aria-label", heading.textContent.trim());
  };

  const nameAll = () => {
    document.querySelectorAll(".tabular td[class*=field-] :is(input:not([type=hidden]), select, textarea)").forEach(nameByColumn);
    document.querySelectorAll(".tabular td.delete input").forEach((box) => box.setAttribute("aria-label", "Supprimer cette ligne"));
    document.querySelectorAll("select.admin-autocomplete").forEach(name);
  };

  window.addEventListener("load", () => {
    document.getElementById("searchbar")?.setAttribute("aria-label", "Rechercher dans la liste");
    nameAll();
    document.querySelectorAll(".tabular th.original:empty").forEach((heading) => {
      heading.innerHTML = '<span class="visually-hidden">Ligne</span>';
    });
    document.querySelectorAll(".tabular th:not(.original):empty").forEach((heading) => heading.setAttribute("aria-hidden", "true"));
    if (!window.django?.jQuery) return; // a page of the admin with no form of Django's
    django.jQuery(document).on("change formset:added select2:close", nameAll);
    django.jQuery(document).on("select2:open", (event) => {
      const words = nameOf(event.target);
      document.querySelectorAll(".select2-container--open .select2-search__field").forEach((field) => field.setAttribute("aria-label", words));
    });
  });
})();
